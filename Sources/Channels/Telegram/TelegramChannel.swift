import Lines
import Transport

/// Sends through a bot of Telegram (Bot API, `sendMessage`).
///
/// At most 4,096 UTF-16 units, sent without a parse mode, so that no text is markup; only the code
/// is marked, by an entity, because a tap on it then copies it. Link previews are off. A chat takes
/// about one message a second, a group twenty a minute; the answer 429 says how long to wait.
struct TelegramChannel: HTTPChannel {
    static let longestMessage = 4096

    let name: String
    let settings: TelegramSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery)
        let text = notice.whole(Self.longestMessage, .utf16, .mentionless)
        let isLow = notice.priority.map { $0.level < ForwardPriority.normal.level } ?? false
        return .json(
            "\(receiver.base)/bot\(settings.token.reveal())/sendMessage", to: receiver,
            .fields([
                "chat_id": .text(settings.chat),
                "message_thread_id": settings.thread.map { .number($0) },
                "text": .text(text),
                "entities": Self.entity(of: notice.code, in: text).map { .list([$0]) },
                "disable_notification": .flag(settings.isSilent || isLow),
                "link_preview_options": .object(["is_disabled": .flag(true)]),
            ]))
    }

    private static func entity(of code: String?, in text: String) -> JSONValue? {
        guard let code, !code.isEmpty, let place = text.firstRange(of: code) else { return nil }
        let offset = text.utf16.distance(from: text.startIndex, to: place.lowerBound)
        return .object([
            "type": .text("code"), "offset": .number(offset), "length": .number(code.utf16.count),
        ])
    }
}
