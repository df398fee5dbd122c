import Control
import Lines

/// One message in full, its text quoted line by line.
struct MessageCard {
    var message: MessageRecord
    var session: Session

    var text: SafeText {
        var card = Card(isStyled: session.terminal.isStyled)
        card.fields([
            ("message", String(message.id)),
            (
                "line",
                ([String(message.line)] + [message.label, message.number].compactMap { $0 })
                    .joined(separator: "  ")
            ),
            (message.kind == "call" ? "caller" : "sender", message.sender ?? "unknown"),
            ("code", message.shownCode),
            ("why", message.codeReason),
            (
                "the provider",
                message.codeTold.map { "reports \($0), which the text contradicts" }
            ),
            ("code for", message.codeFor),
            (
                "code is",
                CodeValidity.text(until: message.codeValidUntil, now: session.clock.now())
            ),
            ("received", message.receivedAt.map { session.clock.full($0.instant) }),
            ("stored", session.clock.full(message.storedAt.instant)),
            ("state", message.state),
            ("route", message.route),
            ("tags", message.tags.joined(separator: " ")),
            ("completed", message.completed == true ? "completed later" : nil),
            (
                "backlog",
                message.backlog == true
                    ? "received before its line was adopted; forwarded only with `backlog = true`"
                    : nil
            ),
        ])
        card.quotation(message.text)
        return card.text
    }
}
