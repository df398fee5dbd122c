import Lines
import Transport

/// Twilio's webhook for an incoming message.
///
/// `X-Twilio-Signature` is the HMAC-SHA1, in base64, of the whole address and then every field's
/// name and value, sorted by name, empty ones included; with a key of one's own it is the HMAC-SHA256.
enum TwilioPost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        guard let url = request.url else { throw .unexpected }
        let form = FormFields.urlEncoded(String(decoding: request.body, as: UTF8.self))
        let signature = request.value(of: "x-twilio-signature")
        let isValid = addresses(url).contains { address in
            let signed = Array((address + words(of: form)).utf8)
            return PostSignature.isValid(base64: signature, of: signed, key: key, .sha1)
                || PostSignature.isValid(base64: signature, of: signed, key: key)
        }
        guard isValid else { throw .forged }
        let fields = form.isEmpty ? FormFields.urlEncoded(request.query ?? "") : form
        func value(_ name: String) -> String? {
            fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
        }
        guard let id = value("MessageSid") ?? value("SmsSid") else { return nil }
        let count = min(value("NumMedia").flatMap { Int($0) } ?? 0, 10)
        let media = (0..<max(count, 0)).compactMap { value("MediaUrl\($0)") }
        let text = ([value("Body") ?? ""] + media.map { "MMS: \($0)" }).filter { !$0.isEmpty }
        return PostedMessage(
            id: PostedMessage.id("twilio", id),
            message: ReceivedMessage(
                text: text.joined(separator: "\n"), sender: value("From"),
                receivedAt: request.receivedAt),
            number: value("To"))
    }

    /// Names and values in the order in which they are signed, which is that of their bytes; one that
    /// is repeated counts once.
    private static func words(of fields: [(name: String, value: String)]) -> String {
        var words: [String] = []
        var last: (name: String, value: String)?
        for field in fields.sorted(by: { isBefore($0, $1) }) {
            if let last, last == field { continue }
            words.append(field.name + field.value)
            last = field
        }
        return words.joined()
    }

    private static func isBefore(
        _ left: (name: String, value: String), _ right: (name: String, value: String)
    ) -> Bool {
        func bytes(_ text: String) -> String.UTF8View { text.utf8 }
        return left.name == right.name
            ? bytes(left.value).lexicographicallyPrecedes(bytes(right.value))
            : bytes(left.name).lexicographicallyPrecedes(bytes(right.name))
    }

    /// The address with and without its port: Twilio has signed both.
    private static func addresses(_ url: String) -> [String] {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else {
            return [url]
        }
        let begin = url.index(colon, offsetBy: 3)
        let end = url[begin...].firstIndex { "/?".contains($0) } ?? url.endIndex
        let authority = url[begin..<end]
        let port = url.hasPrefix("https") ? ":443" : ":80"
        let mark = authority.lastIndex { !("0"..."9").contains($0) }
        let other: String
        if let mark, authority[mark] == ":" {
            other = String(authority[..<mark])
        } else {
            other = authority + port
        }
        return [url, url[..<begin] + other + url[end...]]
    }
}
