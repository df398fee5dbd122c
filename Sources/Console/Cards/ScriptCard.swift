import Control
import Lines

/// One script, with its last failure in full.
struct ScriptCard {
    var script: ScriptRecord
    var session: Session

    var text: SafeText {
        var card = Card(isStyled: session.terminal.isStyled)
        card.fields([
            ("name", script.name),
            ("state", script.state),
            ("handlers", script.handlers.joined(separator: " ")),
            ("runs", String(script.runs)),
            ("failures", String(script.failures)),
            ("last run", script.lastRunAt.map { session.clock.full($0.instant) }),
            ("error", script.error),
            ("paused until", script.pausedUntil.map { session.clock.full($0.instant) }),
            ("because", script.pauseReason),
            ("set aside", setAside),
        ])
        if let traceback = script.traceback { card.quotation(traceback) }
        return card.text
    }

    /// The latest messages on which it failed.
    private var setAside: String? {
        guard !script.setAside.isEmpty else { return nil }
        let shown = script.setAside.prefix(10).map { String($0) }.joined(separator: ", ")
        let more = script.setAside.count > 10 ? ", …" : ""
        return "messages \(shown)\(more)"
    }
}
