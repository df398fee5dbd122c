package import Transport

/// An incoming webhook of Slack. Anybody who has its URL may post.
package struct SlackSettings: HTTPChannelSettings, Equatable {
    package static let kind = "slack"

    package var url: Secret
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(url: Secret) {
        self.url = url
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let url = try keys.secretAddress("url") else {
            throw keys.missing("url", "give the webhook's URL as secret(\"SLACK_URL\")")
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
        SlackChannel(name: name, settings: self, transport: transport)
    }
}
