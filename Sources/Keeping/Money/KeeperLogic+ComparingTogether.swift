import Accounts
import Lines
import Storage

/// Compares several calls with one balance: they were in flight at once, and each moved it.
extension KeeperLogic {
    /// - Returns: whether the balance accounts for all of them.
    mutating func measure(
        _ waiting: [(key: Action.ID, value: Comparison)], _ balance: Money, on name: String,
        besides: Action.ID?
    ) throws(StoreError) -> Bool {
        var calls: [(action: OpenAction, comparison: Comparison)] = []
        for (id, comparison) in waiting {
            guard let action = try comparable(id, with: balance) else { continue }
            calls.append((action, comparison))
        }
        // The balance before the first of them holds nothing of what they moved.
        guard let first = calls.map(\.action).min(by: { $0.isComparedBefore($1) }),
            var difference = try difference(from: balance, since: first, on: name, besides: besides)
        else { return calls.isEmpty }
        if calls.count == 1 { return try book(difference, of: first, calls[0].comparison) }
        // Their own refunds may still be to come.
        for call in calls where !call.action.kind.takesMoney {
            guard
                let place = difference.returned.firstIndex(where: { $0 == call.comparison.booked })
            else { continue }
            difference.returned.remove(at: place)
        }
        let unexplained = difference.unexplained
        if Payment.isExplained(unexplained, by: difference.returned) { return true }
        let whose = SharedDifference(
            unexplained,
            among: calls.map {
                .init(takesMoney: $0.action.kind.takesMoney, told: $0.comparison.booked)
            })
        switch whose {
        case .none: return true
        case .of(let place):
            return try book(difference, of: calls[place].action, calls[place].comparison)
        case .unknown: return false
        case .ofSeveral:
            try bookUnattributed(unexplained, of: calls.map(\.action), on: name)
            return true
        }
    }

    /// Books it, so that limits hold, but on none of the lines: each keeps the price that was shown.
    private mutating func bookUnattributed(
        _ amount: Money, of actions: [OpenAction], on name: String
    ) throws(StoreError) {
        let paid = actions.filter { $0.kind.takesMoney }
        guard let first = paid.first(where: { $0.row.isByScript }) ?? paid.first else { return }
        let entry = LedgerEntry(
            at: moment.now, account: name, line: nil, action: nil, kind: .charge,
            what: first.kind.rawValue, origin: first.origin, amount: amount)
        let numbers = paid.map { String($0.id) }.joined(separator: ", ")
        let text =
            "Actions \(numbers) on \(name) took \(amount) more than was shown, and which of them is "
            + "unknown: they were under way at once. It is booked on the account; their prices stay."
        try write([.ledger(entry), .event(EventRecord(at: moment.now, kind: "dearer", text: text))])
    }

    /// Says that calls were not told apart by any balance.
    mutating func noteUncompared(_ ids: [Action.ID], on name: String) throws(StoreError) {
        let numbers = ids.map { String($0) }.joined(separator: ", ")
        try note(
            kind: "uncompared",
            text:
                "What actions \(numbers) on \(name) took or returned could not be compared with the "
                + "balance: they were under way at once. The ledger has the amounts that the provider "
                + "reported.")
    }
}

extension OpenAction {
    /// Whether its balance was read before that of another call. Of two that were read before
    /// anything was booked, the higher one holds less of what they took.
    fileprivate func isComparedBefore(_ other: OpenAction) -> Bool {
        let (mine, its) = (details.ledgerBefore ?? 0, other.details.ledgerBefore ?? 0)
        guard mine == its, let one = details.balanceBefore, let two = other.details.balanceBefore
        else { return mine < its }
        return one.isMore(than: two)
    }
}
