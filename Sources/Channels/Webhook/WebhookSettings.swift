package import Transport

/// A URL to post to. The URL is a secret too: with many services, anybody who has it may post.
package struct WebhookSettings: HTTPChannelSettings, Equatable {
    package static let kind = "webhook"

    package var url: Secret
    /// The secret that signs bodies; without it they are unsigned.
    package var secret: Secret?
    /// What is sent, if not the usual document.
    package var request = WebhookRequest()
    /// Additional headers, for receivers that require a key.
    package var headers: [String: Secret]
    package var timeout: Duration
    /// The way to the server.
    package var network = NetworkChoice()

    package init(
        url: Secret, secret: Secret? = nil, headers: [String: Secret] = [:],
        timeout: Duration = .seconds(15)
    ) {
        self.url = url
        self.secret = secret
        self.headers = headers
        self.timeout = timeout
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let url = try keys.secretAddress("url") else {
            throw keys.missing("url", "say where to post to")
        }
        self.init(url: url)
        secret = try keys.secret("secret")
        request = try WebhookRequest(from: &keys)
        headers = try keys.secretTable("headers") ?? headers
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { url.reveal() }

    package var secrets: [Secret] {
        Array(headers.values) + (secret.map { [$0] } ?? []) + request.secrets
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        WebhookChannel(name: name, settings: self, transport: transport)
    }

    package var fault: String? {
        do throws(WebAddressFault) {
            let isAuthorized = headers.keys.contains { $0.lowercased() == "authorization" }
            guard try WebAddress(url.reveal()).login == nil || !isAuthorized else {
                return "it has both a login in url and an Authorization header; remove one"
            }
        } catch {
            return "its url \(error)"
        }
        if secret?.isEmpty == true { return "its secret is empty" }
        if let fault = request.fault { return fault }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            guard HeaderField.isName(name) else {
                return "\(name.plainLine(limit: 40)) is not a valid header name"
            }
            guard !WebhookSettings.isOurs(name) else {
                return "the header \(name) is set by Linekeeper itself"
            }
            guard HeaderField.isValue(value.reveal()) else {
                return "the value of its header \(name) contains an invalid character"
            }
        }
        return timeout > .zero ? nil : "its timeout must be greater than zero"
    }

    private static func isOurs(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("x-linekeeper-")
            || [
                "connection", "content-length", "content-type", "expect", "host", "te", "trailer",
                "transfer-encoding", "upgrade", "user-agent",
            ].contains(name)
    }
}

/// The characters that RFC 9110 section 5 allows in a header.
enum HeaderField {
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9": true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether it contains nothing that could end the header and begin another.
    static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
}
