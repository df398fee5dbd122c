package import Lines
import Transport

/// Counts failures, and pauses scripts that fail too often in a row or run away.
extension ScriptSet {
    /// Resumes a paused script. False if there is no such script.
    package func resume(_ name: String) -> Bool {
        guard entries[name] != nil else { return false }
        entries[name]?.standing.resume()
        entries[name]?.failedOn = []
        keepStanding(of: name)
        return true
    }

    /// Pauses a script for a reason that no run of it shows by itself.
    package func pause(_ name: String, after failure: ScriptFailure) -> RunReport.Pause? {
        guard entries[name]?.status.state == .loaded else { return nil }
        entries[name]?.status.failures += 1
        entries[name]?.status.lastFailure = failure
        let prefix = name + ": "
        let reason = failure.message
        return pause(
            name,
            for: reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason)
    }

    /// The standings that have changed since the last time.
    package func takeStandings() -> [ScriptStanding] {
        defer { changedStandings = [:] }
        return changedStandings.values.sorted { $0.script < $1.script }
    }

    func pause(_ name: String, for reason: String) -> RunReport.Pause? {
        guard let length = entries[name]?.standing.pause(for: reason, at: world.now()) else {
            return nil
        }
        keepStanding(of: name)
        return RunReport.Pause(reason: reason, length: length)
    }

    /// The script can handle what it could before, so it goes on.
    func acquit(_ name: String) {
        entries[name]?.standing.failures = 0
        entries[name]?.failedOn = []
        keepStanding(of: name)
    }

    /// Lets scripts run again whose pause is over. One more failure pauses them again, for longer.
    func endPauses() -> [ScriptNotice] {
        let now = world.now()
        var notices: [ScriptNotice] = []
        for (name, entry) in entries.sorted(by: { $0.key < $1.key })
        where entry.status.state == .paused && !entry.standing.isPaused(at: now) {
            entries[name]?.standing.failures = pauseAfter - 1
            entries[name]?.failedOn = []
            keepStanding(of: name)
            notices.append(ScriptNotice(script: name, kind: .resumed))
        }
        return notices
    }

    /// Whether a script still completes a call. What it decides and remembers is discarded.
    func completes(
        _ name: String, _ call: HandlerCall, _ answering: @escaping ScriptAnswering
    ) async -> Bool {
        let memory = await worker.memory(of: name) ?? [:]
        let report = await worker.run(
            name, call, now: call.at ?? world.now(), answering: answering)
        await worker.reset(name, memory: memory)
        return report.outcome == .completed
    }

    /// Counts a run. Returns whether the script has now failed too often in a row.
    func note(_ report: RunReport, _ call: HandlerCall) -> Bool {
        guard var entry = entries[report.script] else { return false }
        let before = entry.standing
        entry.status.runs += 1
        entry.status.lastRunAt = world.now()
        if let failure = report.failure {
            entry.status.failures += 1
            entry.status.lastFailure = failure
            if failure.kind.isOfScript, entry.counts(call) { entry.standing.failures += 1 }
        } else {
            entry.standing.failures = 0
            entry.failedOn = []
        }
        entry.status.failuresInARow = entry.standing.failures
        entries[report.script] = entry
        if entry.standing != before { changedStandings[report.script] = entry.standing }
        return entry.status.state == .loaded && entry.standing.failures >= pauseAfter
    }

    /// Shows a script's standing in its status.
    func showStanding(of name: String) {
        guard var entry = entries[name], entry.status.state != .broken else { return }
        let isPaused = entry.standing.isPaused(at: world.now())
        entry.status.state = isPaused ? .paused : .loaded
        entry.status.failuresInARow = entry.standing.failures
        entry.status.pausedUntil = isPaused ? entry.standing.pausedUntil : nil
        entry.status.pauseReason = isPaused ? entry.standing.reason : nil
        entries[name] = entry
    }

    private func keepStanding(of name: String) {
        changedStandings[name] = entries[name]?.standing
        showStanding(of: name)
    }

    /// A text's version: equal texts have equal ones.
    package static func version(of source: String) -> String {
        // FNV-1a. Nobody gains anything from two texts of one version.
        let hash = source.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}

extension ScriptSet.Entry {
    /// Whether a failure counts: on the same message it does only once.
    fileprivate mutating func counts(_ call: HandlerCall) -> Bool {
        guard call.handler == .onMessage, let id = call.arguments.first?["id"]?.whole else {
            return true
        }
        if failedOn.count >= 1000 { failedOn = [] }
        return failedOn.insert(id).inserted
    }
}
