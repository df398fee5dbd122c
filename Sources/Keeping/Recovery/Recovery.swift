import Accounts
import Lines
import Storage

/// Decides what to do with the state the previous run left: stored state goes in, changes come out.
struct Recovery {
    let now: Instant

    /// Detects that the machine's clock was set back while no manager ran: the last record lies in
    /// the future. It was set back by at least the difference, and waiting actions must not wait
    /// that much longer. A clock set forward cannot be told from the passing of time.
    ///
    /// - Parameter open: all open actions except forwards.
    func followClock(lastWritten: Instant?, open: [Action]) -> [Change] {
        guard let lastWritten, isSetBack(since: lastWritten) else { return [] }
        let step = now - lastWritten
        let text =
            "The machine's clock was set back by at least \((lastWritten - now).inWords) "
            + "while no manager was running. Waiting times are unchanged."
        return [.shiftWaiting(step)] + open.map { .action(OpenAction($0).shifted(by: step)) }
            + [.event(EventRecord(at: now, kind: "clock", text: text))]
    }

    /// Less than a minute is ordinary clock drift.
    func isSetBack(since lastWritten: Instant) -> Bool { lastWritten - now > .minutes(1) }

    /// An action may be what ends the manager. After this many starts in a row that found it
    /// running, it is not begun again by itself.
    static let mostStops = 2

    /// Turns a paid call that was running into a doubt, because it may or may not have happened.
    /// Any other running action is done again, unless it may be what ends the manager.
    ///
    /// - Parameter lines: the lines of the calls.
    func resume(_ interrupted: [Action], lines: [Line.ID: Line]) -> [Change] {
        interrupted.map(OpenAction.init).flatMap { action -> [Change] in
            var action = action
            action.details.stops = (action.details.stops ?? 0) + 1
            guard action.kind.movesMoney else {
                guard !action.mayEndManager else {
                    return action.row.settingAside(action.stopsReason, at: now)
                }
                action.state = .pending
                return [.action(action)]
            }
            action.state = .doubt
            action.markDoubtful(since: now)
            action.result = "The manager stopped during the call."
            guard let id = action.line, var line = lines[id] else { return [.action(action)] }
            line.inDoubt = true
            let text =
                "The outcome of \(action.kind.rawValue) is unknown: the manager stopped during "
                + "the call."
            return [
                .action(action), .line(line),
                .event(EventRecord(at: now, kind: "doubt", line: id, text: text)),
            ]
        }
    }

    /// Adapts waiting planned extensions to a changed configuration: unwanted ones are dropped, and
    /// the others are tried at once with the new terms.
    func revise(_ planned: Action, isWanted: Bool) -> Change {
        var action = planned
        action.dueAt = now
        if !isWanted {
            action.state = .dropped
            action.key += "-dropped-\(action.id)"
            action.result = "The configuration no longer asks for it."
            action.endedAt = now
        }
        return .action(OpenAction(action))
    }

    /// The line as a start loads it: due for a look at once. The provider's time is not known yet,
    /// so the time of the last look says nothing.
    func unasked(_ line: Line) -> Line {
        var line = line
        line.endNoLater(than: now)
        guard line.state.isHeld else { return line }
        line.lookedAt = nil
        line.listening.statusAt = nil
        line.listening.until = nil
        line.listening.wakingSince = nil
        return line
    }
}

extension OpenAction {
    /// Whether several starts in a row found its call running.
    var mayEndManager: Bool { (details.stops ?? 0) >= Recovery.mostStops }

    /// Why it is not begun again by itself.
    var stopsReason: String {
        let remedy = row.kind.isPurchase ? "Order again" : "Run `retry \(id)`"
        return "Not tried again: the manager stopped \(details.stops ?? 0) times in a row while "
            + "carrying it out. \(remedy) to try once more."
    }
}
