package import Transport

/// A telephone with the Bark app.
package struct BarkSettings: HTTPChannelSettings, Equatable {
    package static let kind = "bark"

    /// The device's key, as the app shows it.
    package var key: Secret
    /// The heading under which the app collects messages.
    package var group: String?
    /// For forwards without one.
    package var priority: ForwardPriority?
    /// Whether an urgent forward sounds although the telephone is muted.
    package var isCritical = false
    /// The public server, or one's own.
    package var server = "https://api.day.app"
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(key: Secret) {
        self.key = key
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let key = try keys.secret("key") else {
            throw keys.missing("key", "give the device's key as secret(\"BARK_KEY\")")
        }
        self.init(key: key)
        group = try keys.text("group")
        priority = try keys.priority()
        isCritical = try keys.flag("critical") ?? isCritical
        server = try keys.address("server") ?? server
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server }

    package var secrets: [Secret] { [key] }

    package var digestBytes: Int { 1_800 }

    package var fault: String? {
        if let group, group.utf8.count > 100 { return "its group must be at most 100 bytes" }
        return fault(server: ("server", server), secrets: ["key": key])
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        BarkChannel(name: name, settings: self, transport: transport)
    }
}
