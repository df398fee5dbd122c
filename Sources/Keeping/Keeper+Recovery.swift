import Lines
import Storage

/// What a start finds of the run before it.
extension Keeper {
    /// A paid call found under way may or may not have happened: it is a doubt from now on. Anything
    /// else under way is simply to be done again.
    static func recover(_ store: Store, at now: Instant) throws(StoreError) {
        let interrupted = try store.actions(in: [.running])
        guard !interrupted.isEmpty else { return }
        try store.write { database in
            for var action in interrupted {
                guard action.kind.movesMoney else {
                    action.state = .pending
                    try database.update(action)
                    continue
                }
                action.state = .doubt
                action.markDoubtful(since: now)
                action.result = "The manager stopped while the provider was being asked."
                try database.update(action)
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
}
