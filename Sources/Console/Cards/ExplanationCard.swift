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
        let time = TrialCard.time(run.microseconds)
        let outcome = run.outcome == "stopped" ? "ended the chain" : run.outcome
        var lines: [SafeText] = ["  \(run.script): \(outcome) (\(time))"]
        if let version = run.version { lines.append("    version  \(version)") }
        for (index, decision) in run.decisions.enumerated() {
            let place = run.place(of: index)
            let at = place.first.map { "  (\($0))" } ?? ""
            lines.append("    decided  \(decision)\(at)")
            let locals = place.dropFirst().joined(separator: ", ")
            if !locals.isEmpty { lines.append("      where  \(locals)") }
        }
        lines += run.log.map { "    logged   \($0)" }
        if let failure = run.failure {
            lines += failure.split(separator: "\n").map { "    failed   \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension RunTrace {
    /// The `file:line` of a decision, followed by the locals there; empty if it was not recorded.
    fileprivate func place(of index: Int) -> [String] {
        guard let places, places.indices.contains(index) else { return [] }
        return places[index].filter { !$0.isEmpty }
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
        let runs = runs.map { run in
            ExplainedStep(
                kind: "script", name: run.script, outcome: run.outcome,
                details: run.decisions + run.log, failure: run.failure, version: run.version,
                places: run.decisions.indices.map { run.place(of: $0).joined(separator: "; ") },
                microseconds: run.microseconds)
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
