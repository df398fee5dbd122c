import Crypto
import Foundation
import Lines
import Transport

/// Vonage's webhooks for an incoming SMS: those of its SMS API, as a query, a form or JSON, and
/// those of its Messages API.
enum VonagePost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        if let header = request.value(of: "authorization") {
            guard let token = VonageToken(header, key: key), token.covers(request.body) else {
                throw .forged
            }
            return try messagesAPI(request)
        }
        let fields = request.body.isEmpty ? request.fields : request.fieldsOfBody
        guard isSigned(fields, key) else { throw .forged }
        func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        guard let id = value("messageId") ?? value("message-id"), let sender = value("msisdn")
        else { return nil }
        // A binary message has its bytes in `data`, in hexadecimal.
        let text = value("text") ?? value("data").map { "Binary message: \($0)" } ?? ""
        var message = ReceivedMessage(
            text: text, sender: sender,
            receivedAt: value("message-timestamp").flatMap { Instant(wireTime: $0, in: .utc) })
        // The parts of a long message are posted one by one, each under an id of its own.
        if value("concat") == "true", let reference = value("concat-ref"),
            let number = value("concat-part").flatMap({ Int($0) }), (1...255).contains(number)
        {
            message.part = MessagePart(
                series: PostedMessage.id(
                    "vonage", reference, value("concat-total"), sender, value("to")),
                number: number)
        }
        return PostedMessage(
            id: PostedMessage.id("vonage", id), message: message, number: value("to"))
    }

    private static func messagesAPI(
        _ request: PushRequest
    ) throws(PushRefusal) -> PostedMessage? {
        let json = try request.json()
        guard let id = json.text("message_uuid"),
            json.text("channel").map({ ["sms", "mms"].contains($0) }) ?? true,
            json.text("message_type") != nil || json["text"] != nil
        else { return nil }
        let media = ["image", "vcard", "audio", "video", "file"]
            .compactMap { json[$0]?.text("url") }.map { "MMS: \($0)" }
        let text = ([json["text"]?.visibleText ?? ""] + media).filter { !$0.isEmpty }
        let message = ReceivedMessage(
            text: text.joined(separator: "\n"), sender: address(json["from"]),
            receivedAt: json.instant("timestamp", zone: .utc))
        return PostedMessage(
            id: PostedMessage.id("vonage", id), message: message, number: address(json["to"]))
    }

    /// Older versions wrap a number in an object.
    private static func address(_ value: JSONValue?) -> String? {
        value?.text ?? value?.text("number", "id")
    }

    /// `sig` over every other field, sorted by name, each as `&name=value` with `_` for any `&` and
    /// `=` inside. Which of the five algorithms of the settings it is, its length says, except
    /// that there are two of 16 bytes.
    private static func isSigned(_ fields: [(name: String, value: String)], _ key: Secret) -> Bool {
        guard let given = fields.first(where: { $0.name == "sig" })?.value.lowercased() else {
            return false
        }
        func plain(_ text: String) -> String {
            String(text.map { "&=".contains($0) ? "_" : $0 })
        }
        let signed = fields.filter { $0.name != "sig" }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { "&\(plain($0.name))=\(plain($0.value))" }.joined()
        let bytes = Array(signed.utf8)
        switch given.utf8.count {
        case 32:
            let hash = PostSignature.md5(of: signed + key.reveal())
            return PostSignature.isSame(Array(hash.utf8), Array(given.utf8))
                || PostSignature.isValid(hex: given, of: bytes, key: key, .md5)
        case 40: return PostSignature.isValid(hex: given, of: bytes, key: key, .sha1)
        case 64: return PostSignature.isValid(hex: given, of: bytes, key: key, .sha256)
        case 128: return PostSignature.isValid(hex: given, of: bytes, key: key, .sha512)
        default: return false
        }
    }
}

/// The token with which Vonage signs a post of its Messages API: a JWT (RFC 7519) with HS256 that
/// contains the digest of the body.
private struct VonageToken {
    private let payloadHash: String

    init?(_ header: String, key: Secret) {
        let parts =
            header.trimmed.split(separator: " ").last?
            .split(separator: ".", omittingEmptySubsequences: false) ?? []
        guard parts.count == 3, let head = Self.json(parts[0]), head.text("alg") == "HS256",
            PostSignature.isValid(
                base64: Self.padded(parts[2]), of: Array("\(parts[0]).\(parts[1])".utf8), key: key),
            let hash = Self.json(parts[1])?.text("payload_hash")
        else { return nil }
        payloadHash = hash.lowercased()
    }

    func covers(_ body: [UInt8]) -> Bool {
        PostSignature.isSame(Array(payloadHash.utf8), Array(PostSignature.digest(of: body).utf8))
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Data(base64Encoded: padded(part)).flatMap { try? JSONValue(parsing: Array($0)) }
    }

    /// Base64url (RFC 4648) as base64.
    private static func padded(_ part: Substring) -> String {
        let text = String(part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }
}
