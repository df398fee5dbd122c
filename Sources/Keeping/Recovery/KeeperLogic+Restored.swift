import Lines
import Storage
import Transport

/// What makes an earlier copy of the database fit to be the truth again.
///
/// Whatever it had not carried out yet, the database it replaces may have: those calls were made and
/// paid for, and the copy cannot know. So nothing in it that moves money is simply gone on with.
extension KeeperLogic {
    static let mayBeRepeat =
        "Not carried out: it may have been already, before the database was restored. `retry` does it."

    /// Turns what was waiting or under way when the copy was made into doubts, to be compared with
    /// what the provider says; and gives the home a new identity, because the numbers of rows that
    /// the ids of forwards are made of will be given a second time.
    static func prepareRestored(
        _ store: Store, as id: String, at now: Instant
    ) throws(StoreError) -> Keeper.Restored {
        let waiting = try store.actions(in: [.pending, .running])
        var result = Keeper.Restored()
        result.forwards = waiting.count { $0.kind == .forward }
        let paid = waiting.filter(\.kind.movesMoney)
        result.doubts = paid.count
        try store.write { database in
            try database.markRestored(as: id, at: now)
            for action in paid { try doubt(action, in: database, at: now) }
            try database.append(
                EventRecord(
                    at: now, kind: "restored",
                    text: "The database was restored from a copy. What was bought, extended or "
                        + "given back after that was made is found out from the providers."))
        }
        return result
    }

    private static func doubt(
        _ action: Action, in database: Transaction, at now: Instant
    ) throws {
        var action = OpenAction(action)
        var line = try action.line.flatMap { try database.line($0) }
        // What the provider tells is compared with how things stood when the copy was made.
        action.details.expiryBefore = action.details.expiryBefore ?? line?.expiresAt
        action.markDoubtful(since: now)
        action.state = .doubt
        action.result =
            "It was still to be done when the restored copy was made, and may have been since."
        try database.update(action.row)
        line?.inDoubt = true
        if let line { try database.update(line) }
        try database.append(
            EventRecord(
                at: now, kind: "doubt", line: action.line,
                text:
                    "The outcome of \(action.kind.rawValue) is unknown: the database was restored.")
        )
    }

    /// Whether scripts may have decided on this before, in the database that was replaced.
    func isFromBeforeRestore(_ subject: Handled.Subject) -> Bool {
        guard let restoredAt else { return false }
        switch subject {
        case .message(let message):
            // Without the provider's time, it is one that the first looks after the restore brought.
            return (message.receivedAt ?? message.storedAt - .minutes(10)) < restoredAt
        case .event(let event): return event.at < restoredAt
        case .timer(let timer): return timer.dueAt < restoredAt
        }
    }
}

extension Keeper {
    /// What was changed in a copy.
    package struct Restored: Equatable, Sendable {
        /// Paid calls that are to be asked about instead of made.
        package var doubts = 0
        /// Forwards that will be delivered, perhaps for the second time.
        package var forwards = 0
    }
}
