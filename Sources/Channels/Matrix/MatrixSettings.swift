package import Transport

/// A room of Matrix, and the account that writes to it.
package struct MatrixSettings: HTTPChannelSettings, Equatable {
    package static let kind = "matrix"

    /// The account's homeserver.
    package var server: String
    /// The access token of an account that is in the room.
    package var token: Secret
    /// The room's id, `!…`.
    package var room: String
    package var commands: ChatCommands?
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(server: String, token: Secret, room: String) {
        self.server = server
        self.token = token
        self.room = room
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let server = try keys.address("server") else {
            throw keys.missing("server", "give the address of the account's homeserver")
        }
        guard let token = try keys.secret("token") else {
            throw keys.missing(
                "token", "give the account's access token as secret(\"MATRIX_TOKEN\")")
        }
        guard let room = try keys.text("room") else {
            throw keys.missing("room", "give the room's id, which begins with !")
        }
        self.init(server: server, token: token, room: room)
        commands = try ChatCommands(from: &keys, usual: nil, example: "\"@me:example.org\"")
        // Only what is written in the room is heard.
        commands?.senders.insert(room)
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server }

    package var summary: String { "\(room) at \(HTTPCall(.put, server).host)" }

    package var secrets: [Secret] { [token] }

    package var fault: String? {
        if let fault = fault(server: ("server", server), secrets: ["token": token]) { return fault }
        if (try? WebAddress(server))?.login != nil {
            return "it has both a login in server and a token; remove the login"
        }
        guard room.hasPrefix("!"), (2...255).contains(room.utf8.count) else {
            return "its room must be the id that begins with !, not an alias; "
                + "it stands in the room's advanced settings"
        }
        let stranger = commands?.senders.subtracting([room]).sorted().first { !Self.isUser($0) }
        return stranger.map {
            "its commands_from must list user ids such as \"@me:example.org\", and "
                + "\"\($0.plainLine(limit: 60))\" is none"
        }
    }

    /// `@name:server`, in 255 bytes.
    static func isUser(_ id: String) -> Bool {
        let parts = id.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return id.hasPrefix("@") && id.utf8.count <= 255 && parts.count == 2
            && parts[0].utf8.count > 1 && !parts[1].isEmpty
            && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    package var commandSource: (noun: String, id: [String]) { ("room", [room]) }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        MatrixChannel(name: name, settings: self, transport: transport)
    }

    package func messenger(
        named name: String, over transport: any Transport
    ) -> (any Messenger)? {
        MatrixMessenger(name: name, settings: self, transport: transport)
    }
}
