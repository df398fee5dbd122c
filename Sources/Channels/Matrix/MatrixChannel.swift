import Lines
import Transport

/// Writes to a room of Matrix (Client-Server API, `PUT …/send/m.room.message/{txnId}`).
///
/// The transaction's id comes from the forward's, so that a repeat is the same event. Plain text
/// without a formatted body; an empty `m.mentions` mentions nobody, whatever the text says, and an
/// empty list of previews (MSC4095) tells clients that know it to fetch none. An event may have
/// 65,536 bytes in all.
struct MatrixChannel: HTTPChannel {
    static let longestText = 48_000

    let name: String
    let settings: MatrixSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let room = PercentEncoding.encode(settings.room)
        let transaction = PercentEncoding.encode(delivery.id)
        return .json(
            "\(receiver.base)/_matrix/client/v3/rooms/\(room)/send/m.room.message/\(transaction)",
            by: .put, to: receiver,
            headers: [settings.authorization],
            .object([
                "msgtype": .text("m.text"),
                "body": .text(Notice(delivery).whole(Self.longestText, .json)),
                "m.mentions": .object([:]),
                "com.beeper.linkpreviews": .list([]),
            ]))
    }
}
