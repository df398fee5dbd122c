import Accounts
import Keeping
import Lines
import Scripting
import Storage

/// Finds what led to a run, and stops scripts that run away before their decisions are committed.
extension ScriptRunner {
    /// Actions this old lead to nothing any more.
    private static let memory = Duration.seconds(10)

    func cause(of subject: ScriptResult.Subject) throws -> ScriptCause {
        switch subject {
        case .message, .start: ScriptCause()
        case .timer(let timer): ScriptCause(timer.chain)
        case .event(let event): ScriptCause(try chain(of: event))
        }
    }

    /// An event of a line follows from the last thing that a script did with the line just before.
    private func chain(of event: EventRecord) throws -> [String] {
        guard let payload = event.payload.flatMap(ScriptEventPayload.init) else { return [] }
        if let emitted = payload.emitted { return emitted.chain }
        if let id = payload.action { return try keeper.store.action(id)?.details.chain ?? [] }
        guard let line = event.line else { return [] }
        let action = try keeper.store.actions(line: line, limit: 5).first { action in
            guard action.isByScript, let ended = action.endedAt else { return false }
            return event.at >= ended - Self.memory && event.at <= ended + Self.memory
        }
        return action?.details.chain ?? []
    }

    /// The result of a run, without the decisions of scripts that run away. Those are paused.
    func brake(
        _ result: ScriptResult
    ) async throws -> ScriptResult {
        var result = result
        var problems: [String] = []
        for index in result.reports.indices {
            let report = result.reports[index]
            guard !report.decisions.isEmpty else { continue }
            var pending = ScriptBrakes.Pending()
            if report.decisions.contains(where: \.isTimer) {
                pending.timers = try keeper.store.pendingTimers(of: report.script)
            }
            if result.cause.isCounted, report.decisions.contains(where: \.isForward) {
                pending.forwards = try keeper.store.pendingForwards(of: report.script)
            }
            if report.decisions.contains(where: \.isEmission) {
                pending.events = try keeper.store.pendingEvents(from: report.script)
            }
            let checked = await keeper.brake(report, result.cause, pending)
            result.reports[index] = checked.report
            problems += checked.problems
            guard case .failed(let failure) = checked.report.outcome else { continue }
            result.reports[index].pause = await scripts.pause(report.script, after: failure)
        }
        guard !problems.isEmpty || result.reports.contains(where: \.isRunaway) else {
            return result
        }
        return ScriptResult(
            result.subject, result.handler, result.reports, cause: result.cause,
            problems: problems)
    }
}

extension RunReport {
    /// Whether its decisions were dropped after it had completed.
    var isRunaway: Bool { failure?.kind == .runaway }
}
