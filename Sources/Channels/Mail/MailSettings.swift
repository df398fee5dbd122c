package import Transport

/// A mail server that takes messages from us (RFC 6409), and to whom it passes them on.
package struct MailSettings: ChannelSettings, Equatable {
    /// When the connection is encrypted.
    package enum Encryption: String, Sendable, CaseIterable {
        /// From the first byte.
        case implicit
        /// Before anything but greetings is said; without it nothing is sent.
        case starttls
        case none
    }

    package static let kind = "mail"

    package var host: String
    package var port: Int
    package var encryption: Encryption
    /// Allows another machine to be sent mails unencrypted.
    package var isPlaintextAllowed = false
    package var user: String?
    package var password: Secret?
    package var from: String
    package var to: [String]
    /// Put before every subject.
    package var subjectPrefix: String?
    package var timeout = Duration.seconds(30)
    /// The way to the server. The environment's proxies are for web servers.
    package var network = NetworkChoice()

    package init(
        host: String, port: Int? = nil, encryption: Encryption? = nil, from: String, to: [String]
    ) {
        self.host = host
        self.encryption = encryption ?? ([25, 587].contains(port) ? .starttls : .implicit)
        let usual =
            switch self.encryption {
            case .implicit: 465
            case .starttls: 587
            case .none: 25
            }
        self.port = port ?? usual
        self.from = from
        self.to = to
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let host = try keys.text("host") else {
            throw keys.missing(
                "host", "say which server takes your mail, as host = \"smtp.example.org\"")
        }
        let port = try keys.whole("port", in: 1...65535)
        let encryption = try keys.choice("tls", of: Encryption.self)
        guard let from = try keys.text("from") else {
            throw keys.missing("from", "give the address mails come from")
        }
        let isOne = keys.holdsText("to")
        guard let to = isOne ? try keys.text("to").map({ [$0] }) : try keys.texts("to") else {
            throw keys.missing("to", "give one address, or a list of them")
        }
        self.init(host: host, port: port, encryption: encryption, from: from, to: to)
        isPlaintextAllowed = try keys.flag("plaintext") ?? false
        user = try keys.text("user")
        password = try keys.secret("password")
        subjectPrefix = try keys.text("subject_prefix")
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var summary: String {
        "\(to.joined(separator: ", ")) through \(address?.host ?? host)".plainLine(limit: 200)
    }

    package var secrets: [Secret] { password.map { [$0] } ?? [] }

    /// The server as an address, which says whether it is one.
    var address: WebAddress? {
        try? WebAddress("https://\(host.contains(":") ? "[\(host)]" : host):\(port)/")
    }

    package var fault: String? {
        guard let address, address.target == "/", address.login == nil else {
            return "its host must be a name or an address, such as smtp.example.org"
        }
        guard encryption != .none || address.isLoopback || isPlaintextAllowed else {
            return "tls = \"none\" would send messages and password readable by everybody on the "
                + "way; use \"implicit\" or \"starttls\", or add plaintext = true"
        }
        guard (user == nil) == (password == nil) else {
            return "user and password go together; give both or neither"
        }
        if let user, user.isEmpty || user.plainLine(limit: 1000) != user {
            return "its user is empty or contains an invalid character"
        }
        if let password, password.isEmpty || password.reveal().utf8.contains(where: { $0 < 32 }) {
            return "its password is empty or contains a control character"
        }
        guard MailAddress(from) != nil else { return Self.isNoAddress(from) }
        guard (1...50).contains(to.count) else { return "it must have 1 to 50 recipients in to" }
        if let wrong = to.first(where: { MailAddress($0) == nil }) {
            return Self.isNoAddress(wrong)
        }
        guard timeout > .zero else { return "its timeout must be greater than zero" }
        return MailSubmission.absence
    }

    private static func isNoAddress(_ text: String) -> String {
        "\"\(text.plainLine(limit: 100))\" is not a mail address; write it as joe@example.org or "
            + "Joe <joe@example.org>, the part before the @ in ASCII"
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        MailChannel(name: name, settings: self)
    }
}
