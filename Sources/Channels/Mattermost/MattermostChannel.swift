import Lines
import Transport

/// Posts through an incoming webhook of Mattermost.
///
/// At most 4,000 characters: the limit of older servers; newer ones take 16,383 and split what is
/// longer. Markdown is escaped and mentions are broken by an invisible space, because a webhook
/// cannot switch them off. The text is an attachment, because the server fetches no preview for a
/// post that has one.
struct MattermostChannel: HTTPChannel {
    static let longestMessage = 4000

    let name: String
    let settings: MattermostSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery)
        let text = notice.whole(Self.longestMessage, .utf16, .markdown, titled: false)
        let summary = notice.text.fitted(300, .utf16, .markdown)
        return .json(
            receiver.url, to: receiver,
            .fields([
                "text": notice.title.map { .text($0.fitted(500, .utf16, .markdown)) },
                "attachments": .list([.object(["fallback": .text(summary), "text": .text(text)])]),
            ]))
    }
}
