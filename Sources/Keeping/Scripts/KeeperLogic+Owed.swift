import Accounts
import Lines
import Scripting
import Storage
import Transport

/// Selects timers and events that are due for scripts, and drops those of scripts that are gone.
extension KeeperLogic {
    /// Due timers of scripts that can run now. Timers of other scripts wait without holding up
    /// anything.
    func dueTimers(of scripts: [String], limit: Int) throws(StoreError) -> [TimerRecord] {
        return try disk.timers(of: scripts, dueBy: moment.now, limit: limit)
    }

    /// When the next timer of these scripts fires or an event is repeated; nil if none is.
    func nextTimer(of scripts: [String]) throws(StoreError) -> Instant? {
        let again = debts.nextRetry(after: moment.now)
        return [try disk.timers(of: scripts, dueBy: nil, limit: 1).first?.dueAt, again].compactMap {
            $0
        }.min()
    }

    /// Drops timers and events for scripts that have been gone for a day, and reports it.
    ///
    /// - Parameter known: the scripts in the folder, whether they can run or not.
    mutating func dropOwed(toOthersThan known: Set<String>) throws(StoreError) {
        let now = moment.now
        let missing = try disk.scriptsOwed(by: now).subtracting(known)
        debts.note(thereAre: known)
        for script in missing.sorted()
        where debts.isGoneForGood(script, at: moment.uptime) {
            try write([.owedNothing(script: script)])
        }
    }

    /// Records that a script was removed from the folder or is there again.
    mutating func noteScript(_ name: String, isThere: Bool) {
        debts.note(name, isThere: isThere, at: moment.uptime)
    }

    /// Events for scripts that are due now. Events on which a script failed wait for their retry.
    func dueEvents(of scripts: [String], limit: Int) throws(StoreError) -> [EventRecord] {
        let waiting = debts.waitingEvents(ready: Set(scripts), at: moment.now)
        let events = try disk.eventsForScripts(toldTo: scripts, limit: limit + waiting.count)
        return Array(events.filter { !waiting.contains($0.id) }.prefix(limit))
    }

    /// A report without the decisions of a script that runs away, and without timers that there
    /// is no room for.
    mutating func brake(
        _ report: RunReport, _ cause: ScriptCause, _ pending: ScriptBrakes.Pending
    ) -> (report: RunReport, problems: [String]) {
        var report = report
        let rates = settings.scriptRates
        if let reason = brakes.reasonToStop(report, cause, pending, rates, at: moment.uptime) {
            report.stop(because: reason)
            return (report, [])
        }
        var problems: [String] = []
        let timers = brakes.takeTimers(off: &report, pending, rates)
        if timers > 0 {
            problems.append(
                "\(report.script): \(counted(timers, "timer")) could not be set: at most "
                    + "\(rates.pendingTimers) may be pending (`scripts.pending_timers`).")
        }
        let listeners = debts.listeners(besides: report.script).count
        let events = brakes.takeEvents(off: &report, listeners: listeners, pending, rates)
        if events > 0 {
            problems.append(
                "\(report.script): \(counted(events, "event")) could not be emitted: at most "
                    + "\(rates.pendingEvents) may wait for other scripts "
                    + "(`scripts.pending_events`).")
        }
        return (report, problems)
    }

    mutating func change(_ change: ScriptChange) throws(StoreError) {
        try write([.ofScript(change)] + moved(by: change))
        if case .rename(let old, let new) = change { debts.rename(old, to: new) }
    }

    /// What is known of open actions that go to another name.
    private func moved(by change: ScriptChange) -> [Change] {
        guard case .rename(let old, let new) = change else { return [] }
        return openActions.filter { $0.origin == old }.map { action in
            var action = action
            action.origin = new
            return .action(action)
        }
    }

    /// Keeps the failures and pauses of scripts over a restart.
    mutating func note(_ standings: [ScriptStanding]) throws(StoreError) {
        try write(standings.map { .standing($0) })
    }

    func scriptsToTell(again event: Int64) -> Set<String>? { debts.scriptsToTell(again: event) }
}

extension EventRecord {
    /// Reports that a script is gone for good, with the number of things it was still to be told.
    init(dropped count: Int, owedTo script: String, at now: Instant) {
        self.init(
            at: now, kind: "script_problem",
            text: "\(script) has been missing for a day. "
                + "\(counted(count, "pending event")) \(count == 1 ? "was" : "were") dropped.")
    }
}
