package import Transport

/// An application of a Gotify server.
package struct GotifySettings: HTTPChannelSettings, Equatable {
    package static let kind = "gotify"

    package var server: String
    /// The application's token.
    package var token: Secret
    /// For forwards without one; the application's default if nil.
    package var priority: ForwardPriority?
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(server: String, token: Secret) {
        self.server = server
        self.token = token
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let server = try keys.address("server") else {
            throw keys.missing("server", "give the address of your Gotify server")
        }
        guard let token = try keys.secret("token") else {
            throw keys.missing("token", "give the application's token as secret(\"GOTIFY_TOKEN\")")
        }
        self.init(server: server, token: token)
        priority = try keys.priority()
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server }

    package var secrets: [Secret] { [token] }

    package var fault: String? { fault(server: ("server", server), secrets: ["token": token]) }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        GotifyChannel(name: name, settings: self, transport: transport)
    }
}
