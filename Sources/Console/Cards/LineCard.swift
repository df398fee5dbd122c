import Control
import Lines

/// One line in full: its fields, its planned duties and its latest events.
struct LineCard {
    var detail: LineDetail
    var session: Session

    var text: SafeText {
        let line = detail.line
        var card = Card(isStyled: session.terminal.isStyled)
        card.fields([
            ("id", String(line.id)),
            ("number", line.number),
            ("label", line.label),
            ("kind", line.kind),
            ("account", "\(line.account) (\(line.provider))"),
            ("service", line.service),
            ("country", line.country),
            ("state", line.fullState),
            ("listening", line.listeningShown(now: session.clock.now())),
            (line.kind == "inbound" ? "named" : "purchased", full(line.purchasedAt)),
            ("expires", line.expiresAt.map(full)),
            ("extended by", line.autoExtend == true ? "\(line.account), by itself" : nil),
            ("refundable until", line.refundableUntil.map(full)),
            ("not refundable", line.refundRefusal),
            ("cancellable from", line.cancellableFrom.map(full)),
            ("price", line.cost),
            ("messages", String(line.messageCount)),
            ("tags", line.tags.joined(separator: " ")),
            ("provider's id", line.providerId),
            ("origin", line.isAdopted ? "adopted" : nil),
        ])
        if !detail.duties.isEmpty {
            card.section("Plan", session.table(detail.duties, isWhole: true))
        }
        if !detail.messages.isEmpty { card.section("Messages", session.table(detail.messages)) }
        if !detail.actions.isEmpty {
            card.section("Actions", session.table(detail.actions, isWhole: true))
        }
        if !detail.events.isEmpty { card.section("Events", session.table(detail.events)) }
        return card.text
    }

    private func full(_ time: Timestamp) -> String {
        session.clock.full(time.instant)
    }
}
