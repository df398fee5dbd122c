import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage

/// The running version of a script and a new one, on the same messages.
extension ControlHandler {
    private static let piece = 2000

    func compare(_ request: CompareScript) async throws -> Compared {
        guard let new = try await scriptsToTry(request.script).first else {
            throw KeeperError.noSuchScript(request.script, known: [])
        }
        let old = try await versionToCompare(new, request.against)
        var (before, after) = ([old.script], [new])
        if let memories = request.place?.memories, memories.count == 2 {
            before = before.map { $0.remembering(memories[0]) }
            after = after.map { $0.remembering(memories[1]) }
        } else if request.fresh != true {
            before = keeperService.scripts.remembering(before)
            after = keeperService.scripts.remembering(after)
        }
        let piece = try pieceOfMessages(request.range, request.place, most: Self.piece)
        var trials: [ScriptRunner.Trial] = []
        for message in piece.messages {
            trials.append(await keeperService.scripts.trial(of: message))
        }
        let (formerly, newly) = try await bothTried(before, after, on: trials)
        let count = formerly.reports.count
        var rows: [ComparisonRecord] = []
        for (message, reports) in zip(piece.messages, zip(formerly.reports, newly.reports)) {
            guard let one = reports.0.first, let other = reports.1.first else { continue }
            if let row = ComparisonRecord(message, one, other) { rows.append(row) }
        }
        let next = try piece.place(
            after: count,
            [formerly.memory.map(ScriptMemory.init), newly.memory.map(ScriptMemory.init)])
        return Compared(
            rows: rows, next: next, done: (request.place?.done ?? 0) + count,
            before: old.name,
            after: VersionHash(ScriptSet.version(of: new.source)).description)
    }

    /// The version that runs, or a kept one.
    private func versionToCompare(
        _ new: Rehearsal.Script, _ hash: String?
    ) async throws -> (script: Rehearsal.Script, name: String) {
        if let hash {
            let version = try await keeperService.scripts.version(hash, of: new.name)
            let script = Rehearsal.Script(
                name: new.name, source: version.text, modules: new.modules)
            return (script, version.name.description)
        }
        guard
            let running = await keeperService.scripts.running().first(where: { $0.name == new.name }
            )
        else {
            throw ControlFailure(
                .failed,
                "No script \(new.name) runs, so there is nothing to compare with. The file must have "
                    + "the name of a running script, or name a version with --against.")
        }
        guard running.source != new.source else {
            throw ControlFailure(
                .failed,
                "\(new.name) is the version that runs. Compare a file elsewhere, such as "
                    + "./draft/\(new.name), or name a version with --against.")
        }
        return (running, VersionHash(ScriptSet.version(of: running.source)).description)
    }

    /// Both at once, each in a worker of its own. If one stopped early, both did.
    private func bothTried(
        _ before: [Rehearsal.Script], _ after: [Rehearsal.Script],
        on trials: [ScriptRunner.Trial]
    ) async throws -> (Rehearsal.Outcome, Rehearsal.Outcome) {
        async let one = tried(before, on: trials)
        async let other = tried(after, on: trials)
        var (formerly, newly) = (try await one, try await other)
        let count = min(formerly.reports.count, newly.reports.count)
        let part = Array(trials.prefix(count))
        if formerly.reports.count > count { formerly = try await tried(before, on: part) }
        if newly.reports.count > count { newly = try await tried(after, on: part) }
        return (formerly, newly)
    }
}

extension ComparisonRecord {
    /// Nil if both do the same. Where in its text a version decides does not matter.
    init?(_ message: Message, _ before: RunReport, _ after: RunReport) {
        let same =
            before.decisions == after.decisions && before.outcomeName == after.outcomeName
            && before.failure?.kind == after.failure?.kind
        guard !same else { return nil }
        self.message = message.id
        sender = message.sender
        text = message.text
        outcomeBefore = before.outcomeName
        outcomeAfter = after.outcomeName
        removed = before.decisionRecords(without: after.decisions)
        added = after.decisionRecords(without: before.decisions)
        failure = after.failure?.description
    }
}

extension RunReport {
    /// Each decision is taken away once for each that is left out.
    fileprivate func decisionRecords(without others: [Decision]) -> [DecisionRecord] {
        var others = others
        return zip(decisions, decisionRecords).compactMap { decision, record in
            guard let place = others.firstIndex(of: decision) else { return record }
            others.remove(at: place)
            return nil
        }
    }
}
