import Lines
import Transport

/// Sends through Pushover (its API, "Message API").
///
/// At most 1,024 characters, 250 in the title and 512 in the URL; plain text unless `html` is set.
/// Priorities from -2 to 2, of which 2 is repeated until somebody acknowledges it and needs `retry`
/// and `expire`. An error names its reasons in `errors`; 429 means the month's messages are used up.
struct PushoverChannel: HTTPChannel {
    static let longestMessage = 1024
    static let longestTitle = 250

    let name: String
    let settings: PushoverSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery, priority: settings.priority)
        var fields: [(name: String, value: String)] = [
            (name: "token", value: settings.token.reveal()),
            (name: "user", value: settings.user.reveal()),
            (name: "message", value: notice.text.fitted(left(by: notice), .utf16) + tail(notice)),
        ]
        let priority = notice.priority.map(number)
        let emergency = priority == 2 ? settings.emergency : nil
        for (name, value) in [
            ("title", notice.title?.fitted(Self.longestTitle, .utf16)),
            ("url", notice.link), ("device", settings.device), ("sound", settings.sound),
            ("priority", priority.map { "\($0)" }),
            ("retry", emergency.map { "\($0.retry.components.seconds)" }),
            ("expire", emergency.map { "\($0.expire.components.seconds)" }),
            ("timestamp", delivery.message.map { "\($0.receivedAt.milliseconds / 1000)" }),
        ] {
            if let value { fields.append((name: name, value: value)) }
        }
        let form = FormBody.urlEncoded(fields)
        return HTTPCall(
            .post, receiver.base + "/1/messages.json",
            headers: [
                (name: "Content-Type", value: form.contentType),
                (name: "User-Agent", value: "linekeeper"),
            ] + receiver.authorization,
            body: form.bytes)
    }

    private func tail(_ notice: Notice) -> String { notice.remark.map { "\n\n\($0)" } ?? "" }

    private func left(by notice: Notice) -> Int {
        Self.longestMessage - TextMeasure.utf16.length(tail(notice))
    }

    private func number(of priority: ForwardPriority) -> Int {
        switch priority {
        case .lowest: -2
        case .low: -1
        case .normal: 0
        case .high: 1
        case .urgent: settings.emergency == nil ? 1 : 2
        }
    }
}
