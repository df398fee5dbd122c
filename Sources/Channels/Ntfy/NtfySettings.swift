package import Transport

/// A topic at an ntfy server.
package struct NtfySettings: HTTPChannelSettings, Equatable {
    package static let kind = "ntfy"

    package var topic: String
    /// Its address, with a login if the server requires one.
    package var server: String
    /// An access token, if the topic is protected.
    package var token: Secret?
    /// For forwards without one; the server's default if nil.
    package var priority: ForwardPriority?
    package var timeout: Duration
    /// The way to the server.
    package var network = NetworkChoice()

    package init(
        topic: String, server: String = "https://ntfy.sh", token: Secret? = nil,
        priority: ForwardPriority? = nil, timeout: Duration = .seconds(15)
    ) {
        self.topic = topic
        self.server = server
        self.token = token
        self.priority = priority
        self.timeout = timeout
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let topic = try keys.text("topic") else {
            throw keys.missing("topic", "choose one nobody can guess")
        }
        self.init(topic: topic)
        server = try keys.address("server") ?? server
        token = try keys.secret("token")
        priority = try keys.priority()
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var summary: String { "\(topic) at \(HTTPCall(.post, server).host)" }

    package var address: String { server }

    package var secrets: [Secret] { token.map { [$0] } ?? [] }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        NtfyChannel(name: name, settings: self, transport: transport)
    }

    package var fault: String? {
        guard NtfySettings.isName(topic) else {
            return "its topic must be 1 to 64 letters, digits, - and _"
        }
        do throws(WebAddressFault) {
            let address = try WebAddress(server)
            guard address.login == nil || token == nil else {
                return "it has both a login in server and a token; remove one"
            }
        } catch {
            return "its server \(error)"
        }
        if let token, token.isEmpty || !HeaderField.isValue(token.reveal()) {
            return "its token is empty or contains an invalid character"
        }
        return timeout > .zero ? nil : "its timeout must be greater than zero"
    }

    /// Whether ntfy's server accepts it as a topic or a sequence id.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
                default: false
                }
            }
    }
}
