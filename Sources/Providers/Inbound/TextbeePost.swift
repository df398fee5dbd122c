import Lines
import Transport

/// A webhook of textbee: `X-Signature` is the HMAC-SHA256 of the body, in hexadecimal.
enum TextbeePost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        guard
            PostSignature.isValid(
                hex: request.value(of: "x-signature"), of: request.body, key: key)
        else { throw .forged }
        // Its documents show the fields under `data`; what is sent has them outside.
        let json = try request.json()
        guard let event = json.text("webhookEvent", "event") else {
            throw .unreadable("it has no field webhookEvent")
        }
        guard event == "MESSAGE_RECEIVED" else { return nil }
        let fields = json["data"] ?? json
        guard let text = fields["message"] else { throw .unreadable("it has no field message") }
        let message = ReceivedMessage(
            text: text.visibleText, sender: fields.text("sender"),
            receivedAt: fields.instant("receivedAt", zone: .utc))
        let id = PostedMessage.id(
            "textbee", fields.text("smsId", "_id", "receivedAt"), message.sender, message.text)
        return PostedMessage(id: id, message: message)
    }
}
