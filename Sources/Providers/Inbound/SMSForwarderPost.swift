import Lines
import Transport

/// A webhook of SmsForwarder, as a form, a query or JSON.
///
/// `sign` is the HMAC-SHA256, in base64, of `timestamp`, a newline and the secret, keyed with the
/// secret. It does not cover the message, so one that is more than an hour old is refused.
enum SMSForwarderPost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        let fields = request.fields
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { name in fields.first { $0.name == name }?.value }
                .first { !$0.isEmpty }
        }
        guard let timestamp = value("timestamp"), let sign = value("sign") else { throw .forged }
        let signed = Array("\(timestamp)\n\(key.reveal())".utf8)
        // It is encoded for an address before the form or the address encodes it again, and a `+`
        // that was not encoded has become a blank.
        let once = PercentEncoding.decode(sign) ?? sign
        let forms = [sign, once, PercentEncoding.decode(once) ?? once]
            .map { $0.replacing(" ", with: "+") }
        guard forms.contains(where: { PostSignature.isValid(base64: $0, of: signed, key: key) })
        else { throw .forged }
        guard
            PostSignature.isRecent(timestamp, request.receivedAt, within: PostSignature.window)
        else { throw .stale }
        guard let text = value("org_content", "text", "content", "msg") else {
            throw .unreadable("it has none of the fields org_content, text, content and msg")
        }
        let message = ReceivedMessage(
            text: text, sender: value("from"),
            receivedAt: JSONValue.string(timestamp).instant(in: .utc))
        return PostedMessage(
            id: PostedMessage.id("smsforwarder", timestamp, message.sender, text),
            message: message)
    }
}
