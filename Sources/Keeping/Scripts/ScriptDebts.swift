import Accounts
import Lines
import Scripting
import Storage

/// Timers and events owed to scripts: which script would receive them, how often a run failed, and
/// how long a script missing from the folder is waited for.
struct ScriptDebts: Sendable {
    /// The pauses after consecutive failures of a timer or an event; after the last one it is given
    /// up.
    private static let pauses: [Duration] = [.minutes(1), .minutes(5), .minutes(30)]
    /// The most events that may wait for a retry; beyond this, each event is delivered only once.
    private static let mostRetries = 256
    /// How long a script must be gone before its timers and events are dropped: files are moved,
    /// and folders may be missing for a while.
    private static let longestAbsence = Duration.days(1)

    var handlers: [String: Set<String>] = [:]
    /// Events on which a script failed and which will be repeated.
    private var eventRetries: [Int64: EventRetry] = [:]
    /// Since when scripts with timers or events are missing from the folder, in uptime.
    private var missingScripts: [String: Duration] = [:]

    /// - Parameter retries: as they were stored by an earlier run.
    init(retries: [Int64: EventRetry] = [:]) { eventRetries = retries }

    /// Whether the script that decided an action is told how it ended: it has `on_action`, or may
    /// have it because it is not loaded yet or is missing for the moment. A script that adds the
    /// handler later is not told about earlier actions.
    func isHeard(_ action: Action) -> Bool {
        guard action.isByScript else { return false }
        return handlers[action.origin]?.contains(HandlerCall.Handler.onAction.rawValue) ?? true
    }

    /// The scripts that other scripts tell things.
    func listeners(besides script: String) -> [String] {
        handlers.filter {
            $0.key != script && $0.value.contains(HandlerCall.Handler.onEvent.rawValue)
        }.keys.sorted()
    }

    // MARK: Scripts that are gone

    mutating func note(_ script: String, isThere: Bool, at uptime: Duration) {
        missingScripts[script] = isThere ? nil : missingScripts[script] ?? uptime
    }

    mutating func note(thereAre known: Set<String>) {
        missingScripts = missingScripts.filter { !known.contains($0.key) }
    }

    /// Whether a missing script has been gone so long that its timers and events are dropped.
    mutating func isGoneForGood(_ script: String, at uptime: Duration) -> Bool {
        let since = missingScripts[script] ?? uptime
        missingScripts[script] = since
        guard uptime - since >= Self.longestAbsence else { return false }
        missingScripts[script] = nil
        return true
    }

    // MARK: Timers

    /// The outcome of a fired timer: it is over, or its script failed and it is postponed.
    ///
    /// A schedule goes on whatever becomes of a run: a failed one is repeated only until the next
    /// time.
    func outcome(
        of timer: TimerRecord, _ decisions: ScriptDecisions, at now: Instant, in zone: LocalZone
    ) -> TimerOutcome {
        let next = timer.next(after: now, in: zone)
        guard let failure = decisions.failures.first else { return .over(next: next) }
        let failures = timer.failures
        guard failures < Self.pauses.count else {
            return .givenUp(
                "timer \(timer.name) of \(timer.script) failed after "
                    + "\(counted(failures + 1, "try", "tries")). \(failure)", next: next)
        }
        let again = now + Self.pauses[failures]
        if let next, next <= again { return .over(next: next) }
        return .putOff(until: again)
    }

    // MARK: Events

    /// The scripts that failed on an event and are the only ones to get it again.
    func scriptsToTell(again event: Int64) -> Set<String>? { eventRetries[event]?.scripts }

    /// Events that are not delivered now: those waiting for a retry, and those whose script is
    /// paused or missing, though not for ever.
    func waitingEvents(ready: Set<String>, at now: Instant) -> Set<Int64> {
        Set(
            eventRetries.filter { _, retry in
                retry.due > now
                    || retry.scripts.isDisjoint(with: ready)
                        && now - retry.due < Self.longestAbsence
            }.keys)
    }

    /// When the next event is repeated; nil if none waits.
    func nextRetry(after now: Instant) -> Instant? {
        eventRetries.values.map(\.due).filter { $0 > now }.min()
    }

    struct GivenUp: Error {
        var why: String
    }

    /// What happens to an event after its scripts ran: nil if it is done, otherwise its retry.
    func nextTelling(
        of event: EventRecord, _ reports: [RunReport], at now: Instant
    ) throws(GivenUp) -> EventRetry? {
        let failed = reports.filter { $0.failure != nil }
        guard let failure = failed.first?.failure else { return nil }
        let scripts = Set(failed.map(\.script))
        let failures = eventRetries[event.id]?.failures ?? 0
        let isRoom = eventRetries[event.id] != nil || eventRetries.count < Self.mostRetries
        guard failures < Self.pauses.count, isRoom else {
            throw GivenUp(
                why: "\(scripts.sorted().joined(separator: ", ")): event \(event.id) "
                    + "(\(event.text)) failed after \(counted(failures + 1, "try", "tries")). "
                    + "\(failure)")
        }
        return EventRetry(
            scripts: scripts, failures: failures + 1, due: now + Self.pauses[failures])
    }

    /// What is owed to a script is owed to its new name, as on disk.
    mutating func rename(_ old: String, to new: String) {
        eventRetries = eventRetries.mapValues { retry in
            var retry = retry
            if retry.scripts.remove(old) != nil { retry.scripts.insert(new) }
            return retry
        }
    }

    mutating func note(_ retry: EventRetry?, of event: Int64) { eventRetries[event] = retry }

    /// Moves waiting times after the machine's clock was set, as on disk.
    mutating func shift(by step: Duration) {
        eventRetries = eventRetries.mapValues { retry in
            var retry = retry
            retry.due = retry.due + step
            return retry
        }
    }
}
