import Lines
import Scripting
import Storage

/// What scripts are owed: which of them would hear of it, how often a run for it failed, and how long one
/// that is not in the folder is waited for.
struct ScriptDebts: Sendable {
    /// How long a timer or an event whose run failed is put off, each time in a row; after that it is given
    /// up.
    private static let pauses: [Duration] = [.minutes(1), .minutes(5), .minutes(30)]
    /// So many events wait to be told once more; with more of them each is told once.
    private static let mostRetries = 256
    /// How long a script must be gone until what it is owed is dropped: files are moved, and folders
    /// are not there for a while.
    private static let longestAbsence = Duration.days(1)

    /// The handlers of each script that was loaded.
    var handlers: [String: Set<String>] = [:]
    /// How often each timer's run failed in a row.
    private var timerFailures: [Int64: Int] = [:]
    /// Events on which a script failed, and which are told once more.
    private var eventRetries: [Int64: EventRetry] = [:]
    /// Since when scripts that are owed something are not in the folder, in uptime.
    private var missingScripts: [String: Duration] = [:]

    /// Whether the script that decided an action is to be told how it ended: it has `on_action`, or may
    /// have it, since it was not loaded yet or is gone for the moment. One that learns to listen later is
    /// not told of what was over by then.
    func isHeard(_ action: Action) -> Bool {
        guard action.isByScript else { return false }
        return handlers[action.origin]?.contains(HandlerCall.Handler.onAction.rawValue) ?? true
    }

    // MARK: Scripts that are gone

    /// A script was taken out of the folder, or put there again.
    mutating func note(_ script: String, isThere: Bool, at uptime: Duration) {
        missingScripts[script] = isThere ? nil : missingScripts[script] ?? uptime
    }

    mutating func note(thereAre known: Set<String>) {
        missingScripts = missingScripts.filter { !known.contains($0.key) }
    }

    /// Whether a script that is not in the folder has been gone for so long that what it is owed is dropped.
    mutating func isGoneForGood(_ script: String, at uptime: Duration) -> Bool {
        let since = missingScripts[script] ?? uptime
        missingScripts[script] = since
        guard uptime - since >= Self.longestAbsence else { return false }
        missingScripts[script] = nil
        return true
    }

    // MARK: Timers

    /// What becomes of a timer that was fired: it is over, or its script failed and it is put off.
    func outcome(of timer: TimerRecord, _ verdict: Verdict, at now: Instant) -> TimerOutcome {
        guard let failure = verdict.failures.first else { return .over }
        let failures = timerFailures[timer.id] ?? 0
        guard failures < Self.pauses.count else {
            return .givenUp(
                "\(timer.script): its timer \(timer.name) was given up after "
                    + "\(failures + 1) tries. \(failure)")
        }
        return .putOff(until: now + Self.pauses[failures])
    }

    mutating func note(_ outcome: TimerOutcome, of timer: Int64) {
        if case .putOff = outcome {
            timerFailures[timer, default: 0] += 1
        } else {
            timerFailures[timer] = nil
        }
    }

    // MARK: Events

    /// The scripts that failed on an event, and are told of it alone.
    func scriptsToTell(again event: Int64) -> Set<String>? { eventRetries[event]?.scripts }

    /// Events that are not told of now: one that a script failed on waits for its time, and one whose script
    /// is paused or gone waits for that, but not for good.
    func waitingEvents(ready: Set<String>, at now: Instant) -> Set<Int64> {
        Set(
            eventRetries.filter { _, retry in
                retry.due > now
                    || retry.scripts.isDisjoint(with: ready)
                        && now - retry.due < Self.longestAbsence
            }.keys)
    }

    /// When an event is to be told again next; nil when none waits for its time.
    func nextRetry(after now: Instant) -> Instant? {
        eventRetries.values.map(\.due).filter { $0 > now }.min()
    }

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
        guard failures < Self.pauses.count, isRoom else {
            throw GivenUp(
                why: "\(scripts.sorted().joined(separator: ", ")): event \(event.id) "
                    + "(\(event.text)) was given up after \(counted(failures + 1, "try", "tries")). "
                    + "\(failure)")
        }
        return EventRetry(
            scripts: scripts, failures: failures + 1, due: now + Self.pauses[failures])
    }

    mutating func note(_ retry: EventRetry?, of event: Int64) { eventRetries[event] = retry }
}

/// An event that scripts failed on: which, how often, and when they are told again.
struct EventRetry: Sendable {
    var scripts: Set<String>
    var failures: Int
    var due: Instant
}
