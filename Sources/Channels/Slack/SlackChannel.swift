import Lines
import Transport

/// Posts through an incoming webhook of Slack.
///
/// At most 4,000 characters, which is what Slack advises; beyond 40,000 it cuts. `&`, `<` and `>`
/// are escaped, which leaves no mention and no link with another text, `mrkdwn` is off, and so are
/// previews. Slack answers with one word, such as `ok`, `no_service` or `channel_is_archived`.
struct SlackChannel: HTTPChannel {
    static let longestMessage = 4000

    let name: String
    let settings: SlackSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        .json(
            receiver.url, to: receiver,
            .object([
                "text": .text(Notice(delivery).whole(Self.longestMessage, .utf16, .slack)),
                "mrkdwn": .flag(false), "parse": .text("none"), "link_names": .flag(false),
                "unfurl_links": .flag(false), "unfurl_media": .flag(false),
            ]))
    }
}
