import Lines
import Storage

/// What a start makes of what the run before it left: what is found goes in, changes come out.
struct Recovery {
    let now: Instant

    /// The machine's clock may be set while no manager runs. Where the last thing written lies ahead
    /// of it, it was set back, by so much at least: what waits must not wait as much longer. That it
    /// was set forward cannot be told from time that passed.
    ///
    /// - Parameter open: all that is not over, but for forwards.
    func followClock(lastWritten: Instant?, open: [Action]) -> [Change] {
        guard let lastWritten, isSetBack(since: lastWritten) else { return [] }
        let step = now - lastWritten
        let text =
            "The machine's clock was set back by \((lastWritten - now).wholeSeconds) s or "
            + "more while no manager ran. What waits, waits as long as before."
        return [.shiftWaiting(step)] + open.map { .action(OpenAction($0).shifted(by: step)) }
            + [.event(EventRecord(at: now, kind: "clock", text: text))]
    }

    /// Less than a minute is no more than clocks drift.
    func isSetBack(since lastWritten: Instant) -> Bool { lastWritten - now > .minutes(1) }

    /// A paid call found under way may or may not have happened: it is a doubt from now on. Anything
    /// else under way is simply to be done again.
    ///
    /// - Parameter lines: those that the calls are about.
    func resume(_ interrupted: [Action], lines: [Line.ID: Line]) -> [Change] {
        interrupted.map(OpenAction.init).flatMap { action -> [Change] in
            var action = action
            guard action.kind.movesMoney else {
                action.state = .pending
                return [.action(action)]
            }
            action.state = .doubt
            action.markDoubtful(since: now)
            action.result = "The manager stopped while the provider was being asked."
            guard let id = action.line, var line = lines[id] else { return [.action(action)] }
            line.inDoubt = true
            let text =
                "The outcome of \(action.kind.rawValue) is unknown: "
                + "the manager stopped in the middle of it."
            return [
                .action(action), .line(line),
                .event(EventRecord(at: now, kind: "doubt", line: id, text: text)),
            ]
        }
    }

    /// Extensions of the plan that wait: the configuration may be another, so those it no longer wants are
    /// given up, and the others are tried at once by its terms.
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

    /// A line as a start takes it up: whatever was known of it, it is asked about at once. What time
    /// it is at the provider is not known yet, so when it was asked last says nothing.
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
