import Lines
import Transport

/// Sends through an Apprise API server (`POST /notify/{key}`, or `/notify` with addresses).
///
/// At most 32,768 characters and 250 in the title. What a service makes of a text is up to Apprise,
/// so mentions are broken by an invisible space. 424 means that a service did not take it, and 204
/// that there was none to notify.
struct AppriseServerChannel: HTTPChannel {
    static let longestMessage = 32_000
    static let longestTitle = 250

    let name: String
    let settings: AppriseSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery)
        let key = settings.key.map { "/" + PercentEncoding.encode($0.reveal()) } ?? ""
        let urls = settings.urls.map { $0.reveal() }.joined(separator: ", ")
        return .json(
            receiver.base + "/notify" + key, to: receiver,
            .fields([
                "title": notice.title.map {
                    .text($0.fitted(Self.longestTitle, .utf16, .angleless))
                },
                "body": .text(
                    notice.whole(Self.longestMessage, .utf16, .angleless, titled: false)),
                "type": .text("info"), "format": .text("text"),
                "urls": urls.isEmpty ? nil : .text(urls),
                "tag": settings.tags.isEmpty
                    ? nil : .text(settings.tags.joined(separator: ", ")),
            ]))
    }

    func objection(_ status: Int, _ words: ReceiverWords) -> DeliveryError? {
        switch status {
        case 204:
            .misconfigured(
                channel: name,
                reason: "its server has nobody to notify; check the configuration and the tags")
        case 424:
            .busy(channel: name, status: status, answer: words.reason ?? "", after: words.wait)
        default: nil
        }
    }
}
