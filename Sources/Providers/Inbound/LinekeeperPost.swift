import Lines
import Transport

/// A post in this program's own form, for scripts of the person's own and for another manager's
/// webhook channel.
///
/// A JSON object: `text`, and optionally `sender`, `line`, `number`, `received_at` and `id`; or what
/// the webhook channel sends, with the same fields under `message`. `X-Linekeeper-Signature:
/// sha256=HEX`, where HEX is the HMAC-SHA256 of `X-Linekeeper-Timestamp`, a full stop and the body.
enum LinekeeperPost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        guard let timestamp = request.value(of: "x-linekeeper-timestamp"),
            PostSignature.isValid(
                hex: request.value(of: "x-linekeeper-signature"),
                of: Array("\(timestamp).".utf8) + request.body, key: key)
        else { throw .forged }
        let json = try request.json()
        var inner: JSONValue?
        if case .object? = json["message"] { inner = json["message"] }
        let fields = inner ?? json
        guard let text = fields["text"] ?? fields["message"], text != .null else {
            throw .unreadable("it has no field text")
        }
        let message = ReceivedMessage(
            text: text.visibleText, sender: fields.text("sender", "from"),
            receivedAt: fields.instant("received_at", zone: .utc))
        let own = PostedMessage.id(
            "linekeeper", fields.text("received_at") ?? timestamp, message.sender, message.text)
        return PostedMessage(
            id: json.text("id").map { PostedMessage.id("linekeeper", $0) } ?? own, message: message,
            // The number of a line at another manager means nothing here.
            line: inner == nil ? fields.text("line") : nil, number: fields.text("number", "to"))
    }
}
