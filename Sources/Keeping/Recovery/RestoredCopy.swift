import Accounts
package import Lines
package import Storage

/// Prepares an earlier copy of the database for use.
///
/// The database it replaces may already have carried out what is still waiting in the copy: those
/// calls were made and paid for, and the copy cannot know. Nothing in it that moves money is simply
/// resumed.
package struct RestoredCopy: Equatable, Sendable {
    static let mayBeRepeat =
        "Not carried out: this may already have been done before the database was restored. Run "
        + "`retry` to do it."

    /// Paid calls that are to be settled as doubts instead of made.
    package private(set) var doubts = 0
    /// Forwards that will be delivered, perhaps for the second time.
    package private(set) var forwards = 0

    /// Turns actions that were waiting or running in the copy into doubts, which are settled with
    /// the provider. Also gives the home a new identity, because row numbers will be reused and
    /// forward ids contain them.
    package init(
        preparing store: Store, as id: String, at now: Instant
    ) throws(StoreError) {
        let waiting = try store.actions(in: [.pending, .running])
        forwards = waiting.count { $0.kind == .forward }
        let paid = waiting.filter(\.kind.movesMoney)
        doubts = paid.count
        try store.write { database in
            try database.markRestored(as: id, at: now)
            var written = Written()
            for action in paid {
                let line = try action.line.flatMap { try database.line($0) }
                for change in Self.doubt(action, on: line, at: now) {
                    try database.write(change, at: now, &written)
                }
            }
            try database.append(
                EventRecord(
                    at: now, kind: "restored",
                    text: "The database was restored from a copy. The providers are asked for "
                        + "purchases, extensions and refunds made since."))
        }
    }

    static func doubt(_ waiting: Action, on line: Line?, at now: Instant) -> [Change] {
        var (action, line) = (OpenAction(waiting), line)
        // The provider's answers are compared with the state at the time of the copy.
        action.details.expiryBefore = action.details.expiryBefore ?? line?.expiresAt
        action.markDoubtful(since: now)
        action.state = .doubt
        action.result =
            "It was pending in the restored copy and may have been done since."
        line?.inDoubt = true
        let text = "The outcome of \(action.kind.rawValue) is unknown: the database was restored."
        return [.action(action)] + (line.map { [.line($0)] } ?? [])
            + [.event(EventRecord(at: now, kind: "doubt", line: action.line, text: text))]
    }
}
