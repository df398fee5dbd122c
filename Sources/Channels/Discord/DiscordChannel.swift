import Lines
import Transport

/// Posts through a webhook of Discord ("Execute Webhook").
///
/// At most 2,000 characters. Nobody is mentioned (`allowed_mentions`), no link is previewed
/// (`SUPPRESS_EMBEDS`), markdown is escaped, and a forward of low priority makes no sound
/// (`SUPPRESS_NOTIFICATIONS`). With `wait` Discord answers with the message, or says why not.
struct DiscordChannel: HTTPChannel {
    static let longestMessage = 2000
    private static let suppressEmbeds = 1 << 2
    private static let suppressNotifications = 1 << 12

    let name: String
    let settings: DiscordSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery)
        let isLow = notice.priority.map { $0.level < ForwardPriority.normal.level } ?? false
        let thread = settings.thread.map { "&thread_id=\($0)" } ?? ""
        let url = receiver.url + (receiver.url.contains("?") ? "&" : "?") + "wait=true" + thread
        return .json(
            url, to: receiver,
            .object([
                "content": .text(notice.whole(Self.longestMessage, .utf16, .markdown)),
                "allowed_mentions": .object(["parse": .list([])]),
                "flags": .number(Self.suppressEmbeds | (isLow ? Self.suppressNotifications : 0)),
            ]))
    }
}
