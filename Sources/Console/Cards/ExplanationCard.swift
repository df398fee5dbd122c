import Control
import Lines

/// The path of one message: the message, then each script and each forward.
struct ExplanationCard {
    var explanation: Explanation
    var session: Session

    var text: SafeText {
        var card = Card(isStyled: session.terminal.isStyled)
        card.line(MessageCard(message: explanation.message, session: session).text)
        if !explanation.runs.isEmpty {
            card.section("Scripts", explanation.runs.map(text(of:)).joined(separator: "\n"))
        }
        if !explanation.failedScripts.isEmpty {
            let scripts = explanation.failedScripts.joined(separator: ", ")
            card.line(
                "Run `retry --message \(explanation.message.id)` to run \(scripts) again.")
        }
        if !explanation.skipped.isEmpty {
            let skipped = explanation.skipped.map { "  \($0)" as SafeText }
            card.section("Scripts that did not run", skipped.joined(separator: "\n"))
        }
        if !explanation.actions.isEmpty {
            card.section("Actions", session.table(explanation.actions, isWhole: true))
        }
        if !explanation.events.isEmpty {
            card.section("Events", session.table(explanation.events, isWhole: true))
        }
        return card.text
    }

    private func text(of run: RunTrace) -> SafeText {
        let milliseconds = run.microseconds / 1000
        let time = milliseconds == 0 ? "\(run.microseconds) µs" : "\(milliseconds) ms"
        let outcome = run.outcome == "stopped" ? "ended the chain" : run.outcome
        var lines: [SafeText] = ["  \(run.script): \(outcome) (\(time))"]
        lines += run.decisions.map { "    decided  \($0)" }
        lines += run.log.map { "    logged   \($0)" }
        if let failure = run.failure {
            lines += failure.split(separator: "\n").map { "    failed   \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension Explanation {
    /// Scripts whose last run on the message failed.
    fileprivate var failedScripts: [String] {
        runs.reduce(into: [:]) { $0[$1.script] = $1.outcome }
            .filter { $0.value == "failed" }.keys.sorted()
    }

    /// The same as a flat list, for programs.
    var steps: [ExplainedStep] {
        let code = message.code.map {
            ExplainedStep(
                kind: "code", name: $0, outcome: message.codeConfidence ?? "certain",
                details: [
                    message.codeReason, message.codeTold.map { "the provider reports \($0)" },
                ].compactMap { $0 })
        }
        let runs = runs.map {
            ExplainedStep(
                kind: "script", name: $0.script, outcome: $0.outcome,
                details: $0.decisions + $0.log, failure: $0.failure)
        }
        let skipped = skipped.map {
            ExplainedStep(kind: "skipped", name: $0, outcome: "did not run", details: [])
        }
        let actions = actions.map {
            ExplainedStep(
                kind: "action", name: $0.channel.map { "forward to \($0)" } ?? $0.kind,
                outcome: $0.state, details: [$0.result].compactMap { $0 })
        }
        let events = events.map {
            ExplainedStep(kind: "event", name: $0.kind, outcome: $0.text, details: [])
        }
        return [code].compactMap { $0 } + runs + skipped + actions + events
    }
}
