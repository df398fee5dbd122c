import Lines
import Transport

/// Sends to an iPhone through a Bark server (its API V2, `POST /push`).
///
/// Apple takes 4,096 bytes of JSON in all, so each part is measured as JSON and cut. `copy` offers
/// the code. The forward's id lets newer servers replace a repeat. `level` is how far the message
/// may break through: `passive`, `active`, `timeSensitive` or `critical`.
struct BarkChannel: HTTPChannel {
    static let longestPayload = 4096
    /// Leaves room for the other parts, of which the link may take 500.
    private static let longestText = 2400
    private static let longestTitle = 500

    let name: String
    let settings: BarkSettings
    let transport: any Transport

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let notice = Notice(delivery, priority: settings.priority)
        let remark = notice.remark.map { "\n\n\($0)" } ?? ""
        return .json(
            receiver.base + "/push", to: receiver,
            .fields([
                "device_key": .text(settings.key.reveal()),
                "title": notice.title.map { .text($0.fitted(Self.longestTitle, .json)) },
                "body": .text(notice.text.fitted(Self.longestText, .json) + remark),
                "copy": notice.code.map { .text($0.plainLine(limit: 40)) },
                "url": notice.link.map { .text($0) },
                "group": settings.group.map { .text($0) },
                "level": notice.priority.map { .text(level(of: $0)) },
                "id": delivery.id.utf8.count <= 64 ? .text(delivery.id) : nil,
            ]))
    }

    private func level(of priority: ForwardPriority) -> String {
        switch priority {
        case .lowest, .low: "passive"
        case .normal: "active"
        case .high: "timeSensitive"
        case .urgent: settings.isCritical ? "critical" : "timeSensitive"
        }
    }
}
