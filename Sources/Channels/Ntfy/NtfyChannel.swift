import Foundation
import Lines
import Transport

/// Publishes to an ntfy topic, to which telephones and browsers subscribe.
///
/// Published as JSON to the server's root (ntfy's manual, "Publish as JSON"), so that no text from
/// a message is ever a header. The delivery's id is the sequence id: servers from 2.16 on let a
/// repeat replace the notification instead of adding one, older ones ignore it.
struct NtfyChannel: HTTPChannel {
    /// The length beyond which ntfy turns a message into an attachment, in bytes.
    static let longestMessage = 4096

    let name: String
    let settings: NtfySettings
    let transport: any Transport

    var quotesReasons: Bool { false }

    func receipt(_ answer: ReceiverAnswer, _ words: ReceiverWords) -> DeliveryReceipt {
        DeliveryReceipt("published to \(settings.topic)", answer: answer)
    }

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let token: [(name: String, value: String)] =
            settings.token.map { [("Authorization", "Bearer \($0.reveal())")] } ?? []
        return .json(receiver.url, to: receiver, headers: token, document(delivery))
    }

    /// Each part is cut, so that the total stays below ntfy's limit of 16 KB.
    private func document(_ delivery: Delivery) -> JSONValue {
        let notice = Notice(delivery, priority: settings.priority)
        let remark = notice.remark.map { "\n\n\($0)" } ?? ""
        let text = notice.text.cut(toBytes: Self.longestMessage - remark.utf8.count) + remark
        let tags = delivery.content.tags.prefix(5).map { $0.plainLine(limit: 30) }
            .filter { !$0.isEmpty }
        return .fields([
            "topic": .text(settings.topic),
            "title": notice.title.map { .text($0.cut(toBytes: 250)) },
            "message": .text(text),
            "priority": notice.priority.map { .number($0.level) },
            "tags": tags.isEmpty ? nil : .list(tags.map { .text($0) }),
            "click": notice.link.map { .text($0) },
            "sequence_id": NtfySettings.isName(delivery.id) ? .text(delivery.id) : nil,
        ])
    }
}
