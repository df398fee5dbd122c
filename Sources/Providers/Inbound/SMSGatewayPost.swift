import Lines
import Transport

/// A webhook of SMS Gateway for Android (https://docs.sms-gate.app/features/webhooks).
///
/// `X-Signature` is the HMAC-SHA256, in hexadecimal, of the body followed by `X-Timestamp`. The `id`
/// of the event stays the same when a post is repeated; the message's own id is not unique.
enum SMSGatewayPost {
    /// The most messages of one post: the phone sends old ones in batches when asked to.
    private static let most = 10_000

    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> [PostedMessage] {
        guard let timestamp = request.value(of: "x-timestamp"),
            PostSignature.isValid(
                hex: request.value(of: "x-signature"),
                of: request.body + Array(timestamp.utf8), key: key)
        else { throw .forged }
        let json = try request.json()
        guard let event = json.text("event"), let payload = json["payload"] else {
            throw .unreadable("it has no fields event and payload")
        }
        // A batch has the same payloads as single events, under one id.
        let single = event.replacing(":batch:", with: ":")
        let payloads = event == single ? [payload] : payload.entries("messages")?.map(\.value)
        return (payloads ?? []).prefix(most).enumerated().compactMap { index, payload in
            read(
                single, payload, id: json.text("id").map { "\($0)\(index > 0 ? "+\(index)" : "")" })
        }
    }

    private static func read(_ event: String, _ payload: JSONValue, id: String?) -> PostedMessage? {
        guard let text = text(event, payload) else { return nil }
        // Newer versions say `sender` where older ones said `phoneNumber`.
        let message = ReceivedMessage(
            text: text, sender: payload.text("sender", "phoneNumber"),
            receivedAt: payload.instant("receivedAt", zone: .utc))
        return PostedMessage(
            id: PostedMessage.id(
                "sms-gateway", id ?? payload.text("receivedAt"), message.sender, text),
            message: message, number: payload.text("recipient"))
    }

    private static func text(_ event: String, _ payload: JSONValue) -> String? {
        switch event {
        case "sms:received": payload["message"]?.visibleText ?? ""
        case "sms:data-received": "Binary message: " + (payload.text("data") ?? "")
        case "mms:received", "mms:downloaded":
            (["MMS:"] + [payload.text("subject"), payload.text("body")].compactMap { $0 })
                .joined(separator: " ")
        default: nil
        }
    }
}
