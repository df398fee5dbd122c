import Lines

/// The JSON document sent to webhooks, programs and files alike, so that a receiver can be moved
/// from one to another unchanged.
///
/// `{"attempt": 1, "content": {…}, "created_at": "…", "id": "…", "message": {…}, "type":
/// "message"}`, or without `message` and with the `type` `notice` if it is not about a message.
/// Keys without a value are omitted.
struct Envelope: Encodable {
    private let id: String
    private let type: String
    private let attempt: Int
    @RFC3339 private var createdAt: Instant
    private let content: ForwardContent
    private let message: ForwardedMessage?

    init(_ delivery: Delivery) {
        id = delivery.id
        type = delivery.message == nil ? "notice" : "message"
        attempt = delivery.attempt
        _createdAt = RFC3339(wrappedValue: delivery.createdAt)
        content = delivery.content
        message = delivery.message
    }

    /// The document on one line, without a newline at its end.
    var json: [UInt8] { JSONText.encode(self) }

    private enum CodingKeys: String, CodingKey {
        case id, type, attempt, content, message
        case createdAt = "created_at"
    }
}
