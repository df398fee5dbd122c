import Lines
import Storage
import Transport

/// What scripts are owed, timers and news of what they decided: when it is due, and what is dropped.
extension KeeperLogic {
    /// Timers that are due, of scripts that can run now. Those of others wait, and hold up nobody.
    func dueTimers(of scripts: [String], limit: Int) throws(StoreError) -> [TimerRecord] {
        return try disk.timers(of: scripts, dueBy: moment.now, limit: limit)
    }

    /// When a timer of these scripts is to be fired next, or an event told again; nil when none is.
    func nextTimer(of scripts: [String]) throws(StoreError) -> Instant? {
        let again = debts.nextRetry(after: moment.now)
        return [try disk.timers(of: scripts, dueBy: nil, limit: 1).first?.dueAt, again].compactMap {
            $0
        }.min()
    }

    /// Drops what scripts are owed that have been gone for a day, and tells it.
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

    /// A script was taken out of the folder, or put there again.
    mutating func noteScript(_ name: String, isThere: Bool) {
        debts.note(name, isThere: isThere, at: moment.uptime)
    }

    /// Events that scripts are to be told of now: those that one failed on wait for their time.
    func dueEvents(of scripts: [String], limit: Int) throws(StoreError) -> [EventRecord] {
        let waiting = debts.waitingEvents(ready: Set(scripts), at: moment.now)
        let events = try disk.eventsForScripts(toldTo: scripts, limit: limit + waiting.count)
        return Array(events.filter { !waiting.contains($0.id) }.prefix(limit))
    }

    func scriptsToTell(again event: Int64) -> Set<String>? { debts.scriptsToTell(again: event) }
}

extension EventRecord {
    /// That a script is gone for good, with what it was still to be told.
    init(dropped count: Int, owedTo script: String, at now: Instant) {
        self.init(
            at: now, kind: "script_problem",
            text: "\(script) has been gone for a day. "
                + (count == 1 ? "1 thing it was" : "\(count) things it was")
                + " to be told was dropped.")
    }
}
