package import Transport

/// Services reached through Apprise: by its API server, or by its program on this machine.
package struct AppriseSettings: HTTPChannelSettings, Equatable {
    package static let kind = "apprise"

    /// The address of an API server; the program is run if nil.
    package var server: String?
    /// The name of a configuration kept by the API server.
    package var key: Secret?
    /// Apprise's own addresses of services, each with its keys in it.
    package var urls: [Secret] = []
    /// A configuration file for the program.
    package var config: String?
    /// Which services of a configuration are meant; all of them without any.
    package var tags: [String] = []
    /// The program and arguments of one's own.
    package var command = ["apprise"]
    package var timeout = Duration.seconds(30)
    package var network = NetworkChoice()

    package init(server: String? = nil, key: Secret? = nil, urls: [Secret] = []) {
        self.server = server
        self.key = key
        self.urls = urls
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        self.init(
            server: try keys.address("server"), key: try keys.secret("key"),
            urls: try keys.secretList("urls") ?? [])
        config = try keys.text("config")
        tags = try keys.texts("tags") ?? tags
        command = try keys.texts("command") ?? command
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server ?? "" }

    package var summary: String { server.map { HTTPCall(.post, $0).host } ?? command.first ?? "" }

    package var secrets: [Secret] {
        (key.map { [$0] } ?? []) + urls + urls.flatMap { Receiver.parts(of: $0.reveal()) }
    }

    package var fault: String? {
        let sources = [key != nil, !urls.isEmpty, config != nil].count { $0 }
        if let server {
            guard config == nil, sources == 1 else {
                return "it needs either the key of a configuration on its server or urls"
            }
            guard urls.reduce(0, { $0 + $1.reveal().utf8.count + 2 }) <= 1024 else {
                return "its urls are longer than the 1,024 characters that a server takes"
            }
            let secrets = urls.map { ("urls", $0) } + (key.map { [("key", $0)] } ?? [])
            return secrets.lazy.compactMap { fault(server: ("server", server), secrets: [$0: $1]) }
                .first
        }
        guard key == nil, sources == 1 else {
            return "without a server it needs either urls or the config file of the program"
        }
        guard urls.isEmpty || tags.isEmpty else {
            return "its tags choose from a configuration; with urls there is nothing to choose from"
        }
        return ProgramSettings(command: command + tags, timeout: timeout).fault
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        server == nil
            ? AppriseProgramChannel(name: name, settings: self, directory: directory)
            : AppriseServerChannel(name: name, settings: self, transport: transport)
    }
}
