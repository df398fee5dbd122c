import Accounts
package import Lines
package import Scripting
package import Storage

/// A message, event, timer or start that the scripts ran on, with their decisions: the unit that is
/// committed.
package struct ScriptResult: Sendable {
    package enum Subject: Sendable {
        case message(Message)
        case event(EventRecord)
        case timer(TimerRecord)
        case start(ScriptStart)
    }

    package let subject: Subject
    package let handler: HandlerCall.Handler
    package var reports: [RunReport]
    /// What led to it.
    package let cause: ScriptCause
    /// What a person should know of it, beside the failures.
    package let problems: [String]
    /// Whether another script failed on it before and has not been run on it again.
    package let isStillFailed: Bool
    let decisions: ScriptDecisions

    package init(
        _ subject: Subject, _ handler: HandlerCall.Handler, _ reports: [RunReport],
        isStillFailed: Bool = false
    ) {
        self.init(
            subject, handler, reports, isStillFailed: isStillFailed, cause: ScriptCause(),
            problems: [])
    }

    package init(
        _ subject: Subject, _ handler: HandlerCall.Handler, _ reports: [RunReport],
        isStillFailed: Bool = false, cause: ScriptCause, problems: [String] = []
    ) {
        self.isStillFailed = isStillFailed
        self.cause = cause
        self.problems = problems
        self.subject = subject
        self.handler = handler
        self.reports = reports
        decisions =
            switch subject {
            case .message(let message): ScriptDecisions(reports, about: message)
            case .event(let event): ScriptDecisions(reports, about: nil, line: event.line)
            case .timer, .start: ScriptDecisions(reports, about: nil)
            }
    }

    /// Writes the subject as handled, with the scripts' memory and the result of each run.
    func write(
        in database: Transaction, at now: Instant, timers outcomes: [Int64: TimerOutcome] = [:],
        putOff: [Int64: EventRetry] = [:], zone: LocalZone = .utc
    ) throws {
        switch subject {
        case .message(let message):
            let failed = isStillFailed || reports.contains { $0.failure != nil }
            try database.settle(
                message, state: failed ? .failed : .handled,
                // The first route chosen is kept, even if a script runs on it again.
                route: message.route == nil ? decisions.route : nil, tags: decisions.tags)
        case .event(let event):
            if let retry = putOff[event.id] {
                try database.repeatLater(event: event.id, retry)
            } else {
                try database.markTold(event: event.id)
            }
        case .timer(let timer):
            // The timer is deleted first: its script may have set one of the same name again.
            switch outcomes[timer.id] {
            case .putOff(let due): try database.postpone(timer: timer.id, until: due)
            case .over(let next?), .givenUp(_, let next?):
                try database.reschedule(timer: timer.id, at: next, zone: timer.zone)
            case .over(nil), .givenUp(_, nil), nil: try database.delete(timer: timer.id)
            }
        case .start: break
        }
        for (decision, script) in decisions.timers {
            try database.carryOut(decision, of: script, after: (cause, subject), at: now, in: zone)
        }
        for report in reports where report.outcome != .noHandler {
            for (key, value) in report.memoryChanges.sorted(by: { $0.key < $1.key }) {
                try database.remember(script: report.script, key: key, value: value?.json)
            }
            try database.append(
                RunRecord(report, handler: handler, message: decisions.message?.id, at: now))
        }
    }
}

/// A script that begins to run, and why: `start`, `saved` or `resumed`.
package struct ScriptStart: Equatable, Sendable {
    package let script: String
    package let why: String

    package init(script: String, why: String) {
        self.script = script
        self.why = why
    }
}

/// The outcome of a fired timer; a schedule's has its next time.
enum TimerOutcome: Sendable {
    case over(next: Instant?)
    case putOff(until: Instant)
    case givenUp(String, next: Instant?)
}

extension RunRecord {
    fileprivate init(
        _ report: RunReport, handler: HandlerCall.Handler, message: Message.ID?, at now: Instant
    ) {
        self.init(
            at: now, script: report.script, handler: handler.rawValue, message: message,
            outcome: report.failure != nil ? "failed" : report.stopped ? "stopped" : "completed",
            decisions: report.decisions.map(\.description), log: report.log,
            failure: report.failure?.withTraceback, microseconds: report.duration.microseconds,
            places: report.places.map { [$0.at] + $0.locals }, version: report.version)
    }
}

extension ScriptFailure {
    /// The error, followed by the call stack.
    var withTraceback: String {
        traceback.isEmpty ? description : "\(description)\n\(traceback)"
    }
}

extension ScriptResult.Subject {
    /// The name under which failures are counted.
    package var name: String {
        switch self {
        case .message(let message): "message \(message.id)"
        case .event(let event): "event \(event.id)"
        case .timer(let timer): "timer \(timer.id)"
        case .start(let start): "start of \(start.script)"
        }
    }

    /// Names the run in the handles of its forwards: the same if it is repeated, and of no other.
    package func run(at now: Instant) -> String {
        switch self {
        case .message(let message): "m\(message.id)" + message.edition
        case .event(let event): "e\(event.id)"
        case .timer(let timer): "t\(timer.id)-\(timer.occursAt.milliseconds)"
        case .start: "s\(now.milliseconds)"
        }
    }
}
