import Accounts
import Lines
import Providers
import Storage
import Transport

/// Compares calls with later balances, for a while, if none has accounted for them yet: the answer
/// to the first question may be lost or older than the call, and a call in doubt has none.
extension KeeperLogic {
    /// How long an unexplained difference is attributed to them.
    private static let patience = Duration.minutes(10)
    /// How long to wait for a promised refund before it no longer counts.
    private static let returning = Duration.minutes(5)

    mutating func compareLater(_ id: Action.ID, _ comparison: Comparison) {
        var comparison = comparison
        comparison.since = moment.uptime
        books[comparison.account]?.toCompare[id] = comparison
    }

    /// Queues a call that was in doubt and turned out to have been made, because nobody has
    /// compared it.
    mutating func compareSettled(_ doubt: OpenAction, booked: Money?) {
        guard doubt.details.balanceBefore != nil, isToBeCompared(doubt),
            let name = account(of: doubt)
        else { return }
        compareLater(
            doubt.id, Comparison(account: name, booked: booked, since: moment.uptime))
    }

    /// Compares queued calls with a balance that was just read.
    ///
    /// - Parameter besides: a call for which it was read and which has not been made yet.
    mutating func compareWaiting(
        with balance: Money, on name: String, besides: Action.ID? = nil
    ) throws(StoreError) {
        let waiting = (books[name]?.toCompare ?? [:]).sorted { $0.key < $1.key }
        guard let (id, first) = waiting.first else { return }
        let isOver =
            waiting.count == 1
            ? try measure(id, first, balance, besides: besides)
            : try measure(waiting, balance, on: name, besides: besides)
        let now = moment.uptime
        let ended = waiting.filter { isOver || now - $0.value.since > Self.patience }.map(\.key)
        guard !ended.isEmpty else { return }
        if !isOver, waiting.count > 1 { try noteUncompared(ended, on: name) }
        try write(ended.map { .compared($0) })
        for id in ended { books[name]?.toCompare[id] = nil }
    }

    // MARK: Over a start

    /// How long no manager may have run for the balance still to tell what a call took: until then
    /// hardly anybody else moved it.
    private static let longestGap = Duration.hours(1)

    /// What is written with the outcome of a call, so that a start does not forget to compare it.
    func owedComparison(
        of action: OpenAction, booked: Money?, on name: String
    ) -> [Change] {
        guard action.details.balanceBefore != nil, isToBeCompared(action) else { return [] }
        return [
            .comparisonOwed(
                OwedComparison(
                    action: action.id, account: name, booked: booked, since: moment.now))
        ]
    }

    /// Takes up the comparisons that an earlier run owed.
    mutating func resumeComparing(_ owed: [OwedComparison]) throws(StoreError) {
        for one in owed {
            let gap = moment.now - one.since
            guard books[one.account] != nil, gap < Self.longestGap else {
                let text =
                    "What action \(one.action) took or returned was not compared with the balance of "
                    + "\(one.account): it ended \(gap.inWords) before this start. The ledger has the "
                    + "amount that the provider reported."
                try write([
                    .compared(one.action),
                    .event(EventRecord(at: moment.now, kind: "uncompared", text: text)),
                ])
                continue
            }
            compareLater(
                one.action,
                Comparison(account: one.account, booked: one.booked, since: moment.uptime))
        }
    }

    /// Measures the refund by a call, or the charge by a call that should be free.
    mutating func measure(
        return action: OpenAction, _ comparison: Comparison, unexplained: Money
    ) throws(StoreError) -> Bool {
        let name = comparison.account
        let nothing = unexplained - unexplained
        let booked = comparison.booked ?? nothing
        guard booked.currency == unexplained.currency else { return true }
        let came = booked - unexplained
        if comparison.booked == nil {
            // A decrease belongs to a swap, an increase to a refund; in the opposite case something
            // else moved the money.
            guard !unexplained.isNothing else { return action.kind == .swap }
            guard came.isMore(than: nothing) == (action.kind != .swap) else { return true }
            try book(came, by: action, on: name)
            return true
        }
        // The excess may be refunds of other orders.
        guard booked.isMore(than: came) else { return true }
        if !came.isMore(than: nothing) {
            // It may still arrive; money that never came back is not counted as returned.
            guard moment.uptime - comparison.since > Self.returning else { return false }
            try note(
                kind: "unreturned",
                text: "\(action.row.noun) succeeded, but \(booked) did not arrive on the account. "
                    + "It is not booked as returned. Ask the provider for it.",
                line: action.line)
            try bookDifference(action, nil, with: booked, on: name)
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
        action.result = verb + "; \(amount) \(isTaken ? "was charged" : "was returned")."
        let before = booked ?? (came - came)
        try bookDifference(action, nil, with: before - came, on: name)
        guard action.kind == .cancel, !isTaken, var line = line(action.line),
            line.state == .cancelled
        else { return }
        let events = line.apply(.refunded, at: time(of: name))
        try write([.line(line), .lineEvents(events, of: line)])
    }

    /// The refund the provider reports, but no more than was paid.
    mutating func returned(_ told: Money?, by action: OpenAction) throws(StoreError) -> Money? {
        guard let id = action.line, let line = line(id) else { return told }
        let usual = line.returnable
        guard let told else { return usual }
        let booked = try disk.paid(for: id, currency: told.currency)
        // For an adopted line nobody knows what was paid.
        guard let most = booked ?? line.price, most.currency == told.currency else { return told }
        guard told.isMore(than: most) else { return told }
        try note(
            kind: "unreturned",
            text: "The provider reports a refund of \(told) for line \(line.name), but only "
                + "\(most) was paid. Only \(most) is booked.", line: id)
        return most
    }
}
