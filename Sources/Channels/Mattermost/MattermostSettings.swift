package import Transport

/// An incoming webhook of Mattermost. Anybody who has its URL may post.
package struct MattermostSettings: IncomingWebhookSettings, Equatable {
    package static let kind = "mattermost"

    package var url: Secret
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(url: Secret) {
        self.url = url
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        MattermostChannel(name: name, settings: self, transport: transport)
    }
}
