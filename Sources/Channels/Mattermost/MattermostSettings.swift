package import Transport

/// An incoming webhook of Mattermost. Anybody who has its URL may post.
package struct MattermostSettings: HTTPChannelSettings, Equatable {
    package static let kind = "mattermost"

    package var url: Secret
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(url: Secret) {
        self.url = url
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let url = try keys.secretAddress("url") else {
            throw keys.missing("url", "give the webhook's URL as secret(\"MATTERMOST_URL\")")
        }
        self.init(url: url)
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { url.reveal() }

    package var fault: String? { fault(url: url) }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        MattermostChannel(name: name, settings: self, transport: transport)
    }
}
