package import Transport

/// A webhook of a Discord channel. Anybody who has its URL may post.
package struct DiscordSettings: HTTPChannelSettings, Equatable {
    package static let kind = "discord"

    package var url: Secret
    /// The id of a thread within the channel.
    package var thread: String?
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(url: Secret) {
        self.url = url
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let url = try keys.secretAddress("url") else {
            throw keys.missing("url", "give the webhook's URL as secret(\"DISCORD_URL\")")
        }
        self.init(url: url)
        thread = try keys.text("thread")
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { url.reveal() }
    package var digestBytes: Int { 900 }

    package var fault: String? {
        if let fault = fault(url: url) { return fault }
        guard thread.map({ UInt64($0) != nil }) ?? true else {
            return "its thread must be the id of a thread, in digits and in quotes"
        }
        return nil
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        DiscordChannel(name: name, settings: self, transport: transport)
    }
}
