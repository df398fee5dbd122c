import Control
import Lines

/// What tried scripts would do: a heading for each message or event, and below it every script with
/// everything that its decisions hold.
struct TrialCard {
    var rows: [RehearsalRecord]
    var session: Session
    /// Whether to show locals beside decisions.
    var isTraced: Bool

    var text: SafeText {
        var parts: [SafeText] = []
        var subject: String?
        for row in rows {
            // Texts that nobody stored have one name and come alone.
            if row.subject != subject { parts.append(heading(of: row)) }
            subject = row.subject
            parts.append(text(of: row))
        }
        return parts.joined(separator: "\n")
    }

    private func heading(of row: RehearsalRecord) -> SafeText {
        guard let text = row.text else { return "\(row.subject)" }
        let sender = row.sender ?? "unknown"
        let line = "\(row.subject)  \(sender): \(Escaping.visible(text))"
        return "\(line.truncated(toWidth: session.terminal.width ?? 100))"
    }

    private func text(of row: RehearsalRecord) -> SafeText {
        let outcome = row.outcome == "stopped" ? "ended the chain" : row.outcome
        let time = row.microseconds == 0 ? "" : " (\(Self.time(row.microseconds)))"
        let idle = row.outcome == "completed" && row.decisions.isEmpty ? ", decided nothing" : ""
        var lines: [SafeText] = ["  \(row.script): \(outcome)\(idle)\(time)"]
        lines += row.decisions.map { text(of: $0, isTraced: isTraced) }
        lines += row.log.map { "    logged  \($0)" }
        if let failure = row.failure { lines.append("    failed  \(failure)") }
        lines += (row.lines ?? []).map(traced)
        return lines.joined(separator: "\n")
    }

    private func traced(_ line: TracedLine) -> SafeText {
        let place = "\(line.file):\(line.line)".padded(toWidth: 20, alignment: .left)
        let count = (line.count == 1 ? "" : "×\(line.count)").padded(
            toWidth: 6, alignment: .left)
        return "    \(place)  \(count)\(line.text)"
    }

    static func time(_ microseconds: Int64) -> String {
        let milliseconds = microseconds / 1000
        return milliseconds == 0 ? "\(microseconds) µs" : "\(milliseconds) ms"
    }

    /// A decision, with what it holds on lines of its own.
    private func text(of decision: DecisionRecord, isTraced: Bool) -> SafeText {
        let place = decision.at.isEmpty ? "" : "  (\(decision.at))"
        var card = Card(isStyled: false, width: session.terminal.width)
        card.line("    \(decision.what)\(place)")
        card.fields(decision.fields.map { ("      \($0.name)", $0.value) })
        if isTraced { card.fields([("      where", decision.locals.joined(separator: ", "))]) }
        return card.text
    }
}

extension DecisionRecord {
    /// The locals, each with the place.
    var placedLocals: [String] { locals.map { "\(at) \($0)" } }

    /// All of it in one line, with the place.
    var placed: String { at.isEmpty ? whole : "\(whole) (\(at))" }
}
