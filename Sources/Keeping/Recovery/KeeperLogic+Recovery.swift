import Lines
import Storage
import Transport

/// What a start finds of the run before it.
extension KeeperLogic {
    /// A paid call found under way may or may not have happened: it is a doubt from now on. Anything
    /// else under way is simply to be done again.
    static func recover(_ store: Store, at now: Instant) throws(StoreError) {
        try followClock(store, to: now)
        let interrupted = try store.actions(in: [.running])
        guard !interrupted.isEmpty else { return }
        try store.write { database in
            for var action in interrupted.map(OpenAction.init) {
                guard action.kind.movesMoney else {
                    action.state = .pending
                    try database.update(action.row)
                    continue
                }
                action.state = .doubt
                action.markDoubtful(since: now)
                action.result = "The manager stopped while the provider was being asked."
                try database.update(action.row)
                guard let id = action.line, var line = try database.line(id) else { continue }
                line.inDoubt = true
                try database.update(line)
                try database.append(
                    EventRecord(
                        at: now, kind: "doubt", line: id,
                        text: "The outcome of \(action.kind.rawValue) is unknown: "
                            + "the manager stopped in the middle of it."))
            }
        }
    }

    /// The machine's clock may be set while no manager runs. Where the last thing written lies ahead
    /// of it, it was set back, by so much at least: what waits must not wait as much longer. That it
    /// was set forward cannot be told from time that passed.
    private static func followClock(_ store: Store, to now: Instant) throws(StoreError) {
        guard let last = try store.latestEvents(limit: 1).first?.at, last - now > .minutes(1)
        else { return }
        let step = now - last
        let open = try store.actions(in: [.pending, .running, .doubt])
            .filter { $0.kind != .forward }
        try store.write { database in
            try database.shiftWaiting(by: step)
            for action in open { try database.update(OpenAction(action).shifted(by: step).row) }
            try database.append(
                EventRecord(
                    at: now, kind: "clock",
                    text: "The machine's clock was set back by \((last - now).wholeSeconds) s or "
                        + "more while no manager ran. What waits, waits as long as before."))
        }
    }
}
