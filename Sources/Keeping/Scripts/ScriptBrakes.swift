import Accounts
import Lines
import Scripting

/// Stops scripts whose decisions lead to more decisions without an end.
package struct ScriptBrakes: Sendable {
    private static let period = Duration.minutes(1)

    private struct Run: Sendable {
        var at: Duration
        var decisions: Int
        var forwards: Int
    }

    /// How much of a script's is waiting already.
    package struct Pending: Sendable {
        package var timers = 0
        package var forwards = 0
        /// What it told other scripts and they have not heard yet.
        package var events = 0

        package init(timers: Int = 0, forwards: Int = 0) {
            self.timers = timers
            self.forwards = forwards
        }
    }

    /// The counted runs of the last minute, by script.
    private var runs: [String: [Run]] = [:]

    /// Why a run's decisions are not carried out and its script is paused; nil if they are.
    mutating func reasonToStop(
        _ report: RunReport, _ cause: ScriptCause, _ pending: Pending, _ rates: ScriptRates,
        at uptime: Duration
    ) -> String? {
        guard cause.isCounted, !report.decisions.isEmpty else { return nil }
        guard cause.chain.count < rates.chain else {
            return "its decisions follow from each other without an end: \(cause.shown). "
                + "At most \(rates.chain) may (`scripts.chain`)"
        }
        let forwards = report.decisions.count { $0.isForward }
        let timers = report.decisions.count { $0.isTimer }
        var recent = (runs[report.script] ?? []).filter { uptime - $0.at < Self.period }
        recent.append(Run(at: uptime, decisions: report.decisions.count, forwards: forwards))
        runs[report.script] = recent
        let excess = [
            (
                recent.reduce(0) { $0 + $1.decisions }, rates.decisionsPerMinute,
                "decisions in a minute", "decisions_per_minute"
            ),
            (
                recent.reduce(0) { $0 + $1.forwards }, rates.forwardsPerMinute,
                "forwards in a minute", "forwards_per_minute"
            ),
            (
                timers == 0 ? 0 : pending.timers + timers, rates.pendingTimers,
                "pending timers", "pending_timers"
            ),
            (
                forwards == 0 ? 0 : pending.forwards + forwards, rates.pendingForwards,
                "pending forwards", "pending_forwards"
            ),
        ].first { $0.0 > $0.1 }
        guard let (count, most, what, key) = excess else { return nil }
        return "its decisions led to \(count) \(what), the last by \(cause.shown). "
            + "At most \(most) may be (`scripts.\(key)`)"
    }

    /// Takes timers off a run that is not counted and sets more than there may be.
    ///
    /// - Returns: how many were taken off.
    func takeTimers(off report: inout RunReport, _ pending: Pending, _ rates: ScriptRates) -> Int {
        report.drop(\.isTimer, after: rates.pendingTimers - pending.timers)
    }

    /// The same for what it tells other scripts, each of which counts.
    func takeEvents(
        off report: inout RunReport, listeners: Int, _ pending: Pending, _ rates: ScriptRates
    ) -> Int {
        let room = rates.pendingEvents - pending.events
        return report.drop(\.isEmission, after: listeners == 0 ? .max : room / listeners)
    }
}

extension Decision {
    package var isForward: Bool {
        if case .forward = self { return true }
        return false
    }

    package var isEmission: Bool {
        if case .emit = self { return true }
        return false
    }

    package var isTimer: Bool {
        switch self {
        case .after, .at, .every: true
        default: false
        }
    }
}

extension RunReport {
    /// Drops the decisions of a kind that are beyond the first ones.
    ///
    /// - Returns: how many were dropped.
    fileprivate mutating func drop(_ isMeant: (Decision) -> Bool, after count: Int) -> Int {
        var room = max(0, count)
        let before = decisions.count
        removeDecisions { decision in
            guard isMeant(decision) else { return false }
            room -= 1
            return room < 0
        }
        return before - decisions.count
    }

    /// The report of a run whose decisions are not carried out.
    mutating func stop(because reason: String) {
        let failure = ScriptFailure(
            script: script, kind: .runaway, message: "\(script): \(reason)")
        let (log, duration, version) = (log, duration, version)
        self = RunReport(script: script, outcome: .failed(failure))
        self.log = log
        self.duration = duration
        self.version = version
    }
}
