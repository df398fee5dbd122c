import Lines
import Transport

/// Sends to a Gotify server (its API, `POST /message`).
///
/// Gotify documents no limit; 8,000 characters are more than a notification shows. Shown as plain
/// text, which is its default (`client::display`). Priorities from 0 to 10: its Android app is
/// silent below 4 and insistent from 8.
struct GotifyChannel: HTTPChannel {
    static let longestMessage = 8000

    let name: String
    let settings: GotifySettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery, priority: settings.priority)
        let click = notice.link.map { link in
            JSONValue.object([
                "client::notification": .object(["click": .object(["url": .text(link)])])
            ])
        }
        return .json(
            receiver.base + "/message", to: receiver,
            headers: [(name: "X-Gotify-Key", value: settings.token.reveal())],
            .fields([
                "title": notice.title.map { .text($0) },
                "message": .text(notice.whole(Self.longestMessage, .utf16, titled: false)),
                "priority": notice.priority.map { .number(Self.number(of: $0)) },
                "extras": click,
            ]))
    }

    private static func number(of priority: ForwardPriority) -> Int {
        switch priority {
        case .lowest: 0
        case .low: 2
        case .normal: 5
        case .high: 7
        case .urgent: 10
        }
    }
}
