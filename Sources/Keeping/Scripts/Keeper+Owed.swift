import Lines
import Scripting
package import Storage
import Transport

/// What scripts are owed, timers and news of what they decided: when it is due, how long it waits for one
/// that cannot run, and what becomes of a timer or an event whose run failed.
extension Keeper {
    /// Timers that are due, of scripts that can run now. Those of others wait, and hold up nobody.
    package func dueTimers(of scripts: [String], limit: Int) throws(StoreError) -> [TimerRecord] {
        noticeClock()
        return try store.timers(of: scripts, dueBy: world.now(), limit: limit)
    }

    /// When a timer of these scripts is to be fired next, or an event told again; nil when none is.
    func nextTimer(of scripts: [String]) throws(StoreError) -> Instant? {
        let now = world.now()
        let again = eventRetries.values.map(\.due).filter { $0 > now }.min()
        return [try store.timers(of: scripts, limit: 1).first?.dueAt, again].compactMap { $0 }.min()
    }

    /// How long a script must be gone until what it is owed is dropped: files are moved, and folders
    /// are not there for a while.
    private static let longestAbsence = Duration.days(1)

    /// Drops what scripts are owed that have been gone for a day, and tells it.
    ///
    /// - Parameter known: the scripts in the folder, whether they can run or not.
    func dropOwed(toOthersThan known: Set<String>) throws(StoreError) {
        let (now, uptime) = (world.now(), world.uptime())
        let missing = try store.scriptsOwed(by: now).subtracting(known)
        missingScripts = missingScripts.filter { !known.contains($0.key) }
        for script in missing.sorted() {
            let since = missingScripts[script] ?? uptime
            missingScripts[script] = since
            guard uptime - since >= Self.longestAbsence else { continue }
            missingScripts[script] = nil
            let event = try store.write { database in
                let count = try database.dropOwed(to: script, by: now)
                return try database.append(
                    EventRecord(
                        at: now, kind: "script_problem",
                        text: "\(script) has been gone for a day. "
                            + (count == 1 ? "1 thing it was" : "\(count) things it was")
                            + " to be told was dropped."))
            }
            announce([event])
        }
    }

    /// A script was taken out of the folder, or put there again.
    func noteScript(_ name: String, isThere: Bool) {
        missingScripts[name] = isThere ? nil : missingScripts[name] ?? world.uptime()
    }

    // MARK: Failed timers

    /// How long a timer whose run failed is put off, each time in a row; after that it is given up.
    private static let timerPauses: [Duration] = [.minutes(1), .minutes(5), .minutes(30)]

    /// What becomes of a timer that was fired: it is over, or its script failed and it is put off.
    func outcome(of timer: TimerRecord, _ verdict: Verdict, at now: Instant) -> TimerOutcome {
        guard let failure = verdict.failures.first else { return .over }
        let failures = timerFailures[timer.id] ?? 0
        guard failures < Self.timerPauses.count else {
            return .givenUp(
                "\(timer.script): its timer \(timer.name) was given up after "
                    + "\(failures + 1) tries. \(failure)")
        }
        return .putOff(until: now + Self.timerPauses[failures])
    }

    // MARK: Failed events

    /// So many events wait to be told once more; with more of them each is told once.
    private static let mostRetries = 256

    /// Events that scripts are to be told of now: those that one failed on wait for their time.
    func dueEvents(of scripts: [String], limit: Int) throws(StoreError) -> [EventRecord] {
        let now = world.now()
        let ready = Set(scripts)
        let waiting = eventRetries.filter { _, retry in
            // One whose script is paused or gone waits for it, but not for good.
            retry.due > now
                || retry.scripts.isDisjoint(with: ready) && now - retry.due < Self.longestAbsence
        }
        let events = try store.eventsForScripts(toldTo: scripts, limit: limit + waiting.count)
        return Array(events.filter { waiting[$0.id] == nil }.prefix(limit))
    }

    /// The scripts that failed on an event, and are told of it alone.
    func scriptsToTell(again event: Int64) -> Set<String>? { eventRetries[event]?.scripts }

    struct GivenUp: Error {
        var why: String
    }

    /// What becomes of an event after its scripts ran: nil when it is over, else they are told again.
    func nextTelling(
        of event: EventRecord, _ reports: [RunReport], at now: Instant
    ) throws(GivenUp) -> EventRetry? {
        let failed = reports.filter { $0.failure != nil }
        guard let failure = failed.first?.failure else { return nil }
        let scripts = Set(failed.map(\.script))
        let failures = eventRetries[event.id]?.failures ?? 0
        let isRoom = eventRetries[event.id] != nil || eventRetries.count < Self.mostRetries
        guard failures < Self.timerPauses.count, isRoom else {
            throw GivenUp(
                why: "\(scripts.sorted().joined(separator: ", ")): event \(event.id) "
                    + "(\(event.text)) was given up after \(counted(failures + 1, "try", "tries")). "
                    + "\(failure)")
        }
        return EventRetry(
            scripts: scripts, failures: failures + 1, due: now + Self.timerPauses[failures])
    }
}

/// An event that scripts failed on: which, how often, and when they are told again.
struct EventRetry: Sendable {
    var scripts: Set<String>
    var failures: Int
    var due: Instant
}
