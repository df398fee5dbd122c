import Lines
import Providers
import Storage
import Transport

/// What calls took or returned that no balance has told yet: an answer to the one question may be lost, or
/// older than the call, and a call in doubt has none. The next balances tell, for a while.
extension KeeperLogic {
    /// For how long what is gone is taken to be theirs.
    private static let patience = Duration.minutes(10)
    /// After how long money that was said to come back, and did not, is not counted.
    private static let returning = Duration.minutes(5)

    mutating func compareLater(_ id: Action.ID, _ comparison: Comparison) {
        var comparison = comparison
        comparison.since = moment.uptime
        books[comparison.account]?.toCompare[id] = comparison
    }

    /// Notes that a call in doubt turns out to have been made: nobody has compared it.
    mutating func compareSettled(_ doubt: OpenAction, booked: Money?) {
        guard doubt.details.balanceBefore != nil, isToBeCompared(doubt),
            let name = account(of: doubt)
        else { return }
        compareLater(
            doubt.id, Comparison(account: name, booked: booked, since: moment.uptime))
    }

    /// Compares what waits for it with a balance that was just read. Of several calls the money does not
    /// tell which it was: the first stands for all.
    ///
    /// - Parameter besides: a call for which it was read, and which was not made yet.
    mutating func compareWaiting(
        with balance: Money, on name: String, besides: Action.ID? = nil
    ) throws(StoreError) {
        let waiting = (books[name]?.toCompare ?? [:]).sorted { $0.key < $1.key }
        guard let (id, first) = waiting.first else { return }
        if try measure(id, first, balance, besides: besides) {
            for (id, _) in waiting { books[name]?.toCompare[id] = nil }
        }
        let now = moment.uptime
        for (id, comparison) in waiting where now - comparison.since > Self.patience {
            books[name]?.toCompare[id] = nil
        }
    }

    /// What came back by a call, or was taken by one that should be free.
    mutating func measure(
        return action: OpenAction, _ comparison: Comparison, unexplained: Money
    ) throws(StoreError) -> Bool {
        let name = comparison.account
        let nothing = unexplained - unexplained
        let booked = comparison.booked ?? nothing
        guard booked.currency == unexplained.currency else { return true }
        let came = booked - unexplained
        if comparison.booked == nil {
            // What is gone is a swap's, and what is there a refund's; the other way round something else
            // moved it.
            guard !unexplained.isNothing else { return action.kind == .swap }
            guard came.isMore(than: nothing) == (action.kind != .swap) else { return true }
            try book(came, by: action, on: name)
            return true
        }
        // More may be what other orders returned by themselves.
        guard booked.isMore(than: came) else { return true }
        if !came.isMore(than: nothing) {
            // It may follow; money that never came is not counted as if it had.
            guard moment.uptime - comparison.since > Self.returning else { return false }
            try note(
                kind: "unreturned",
                text: "\(action.row.noun) was answered, but \(booked) did not come back to the "
                    + "account. It is not counted as returned; ask the provider for it.",
                line: action.line)
            try amend(action, nil, with: booked, on: name)
            return true
        }
        try book(came, by: action, instead: booked, on: name)
        return true
    }

    private mutating func book(
        _ came: Money, by action: OpenAction, instead booked: Money? = nil, on name: String
    ) throws(StoreError) {
        var action = action
        let verb =
            switch action.kind {
            case .refund: "Refunded"
            case .swap: "Swapped"
            default: "Cancelled"
            }
        let isTaken = came.tenThousandths < 0
        let amount = isTaken ? (came - came) - came : came
        action.result = verb + "; \(amount) \(isTaken ? "was taken" : "came back")."
        let before = booked ?? (came - came)
        try amend(action, nil, with: before - came, on: name)
    }

    /// What a provider says came back, but no more than was paid.
    mutating func returned(_ told: Money?, by action: OpenAction) throws(StoreError) -> Money? {
        guard let id = action.line, let line = line(id) else { return told }
        let usual = line.returnable
        guard let told else { return usual }
        let booked = try disk.paid(for: id, currency: told.currency)
        // Of what was adopted nobody knows what was paid.
        guard let most = booked ?? line.price, most.currency == told.currency else { return told }
        guard told.isMore(than: most) else { return told }
        try note(
            kind: "unreturned",
            text: "The provider says that \(told) came back for line \(line.name), for which only "
                + "\(most) was paid. Only that is counted.", line: id)
        return most
    }
}
