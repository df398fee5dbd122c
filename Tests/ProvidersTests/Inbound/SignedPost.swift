import Crypto
import Foundation
import Lines
import Providers
import Testing
import Transport

/// A post as a phone or carrier sends it, with the key that proves it.
struct SignedPost: Sendable, CustomTestStringConvertible {
    var name: String
    var dialect: InboundDialect
    var key: String
    var headers: [(name: String, value: String)] = []
    var query: String?
    var body: String = ""
    /// What it means; nil if it is about something else than a message.
    var message: PostedMessage?

    var testDescription: String { name }

    /// The time at which every post here arrives.
    static let now = Instant(unixSeconds: 1_719_045_975)
    static let url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    var request: PushRequest {
        var request = PushRequest(
            headers: headers, body: Array(body.utf8), receivedAt: Self.now)
        request.query = query
        request.url = Self.url
        return request
    }

    func read(_ request: PushRequest? = nil, key: String? = nil) throws(PushRefusal) -> [PushNews] {
        let lines = [
            OwnLine(name: "one", number: "+11112223333"),
            OwnLine(name: "two", number: "+13239877404"),
            OwnLine(name: "three", number: "+18445550001"),
            OwnLine(name: "four", number: "+18005551212"),
        ]
        var request = request ?? self.request
        if message?.number == nil, message?.line == nil { request.line = "one" }
        return try Inbound(lines: lines, dialect: dialect, key: Secret(key ?? self.key))
            .news(request, secret: nil)
    }

    // MARK: Signatures

    static func hmac(_ text: String, _ key: String) -> String {
        HMAC<SHA256>.authenticationCode(
            for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8))
        ).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
