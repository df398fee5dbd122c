import Keeping
import Lines
import Storage
import Transport

/// The ledger, entry by entry or summed up.
extension ControlHandler {
    func spending(_ request: ListSpending) async throws -> [SpendRecord] {
        let since = request.sinceSeconds.map { keeper.world.now() - seconds($0) }
        return try keeper.store.ledger(since: since, limit: min(max(request.limit, 1), 100_000)).map
        {
            let amount = $0.kind == .charge ? -$0.amount : $0.amount
            return SpendRecord(
                at: Timestamp($0.at), account: $0.account, line: $0.line, what: $0.what,
                origin: $0.origin, amount: amount.decimal, currency: amount.currency)
        }
    }

    func spending(_ request: SumSpending) async throws -> [SpendSumRecord] {
        guard let grouping = SpendGrouping(rawValue: request.by) else {
            let known = SpendGrouping.allCases.map(\.rawValue).joined(separator: ", ")
            throw ControlFailure(.usage, "Spending is summed up by \(known), not by \(request.by).")
        }
        let since = request.sinceSeconds.map { keeper.world.now() - seconds($0) }
        let groups = try keeper.store.spending(
            by: grouping, since: since, clock: try clock(of: request),
            limit: min(max(request.limit, 1), 100_000))
        let lines =
            grouping == .line
            ? Dictionary(uniqueKeysWithValues: await keeper.allLines().map { ("\($0.id)", $0) })
            : [:]
        return groups.map { group in
            SpendSumRecord(
                name: group.name, label: group.name.flatMap { lines[$0]?.name },
                charges: group.charges, charged: group.charged.decimal,
                returned: group.returned.decimal, spent: group.spent.decimal,
                currency: group.spent.currency)
        }
    }

    /// The person's clock, within what is possible.
    private func clock(of request: SumSpending) throws -> [ClockOffset] {
        let day = 86_400
        let told =
            request.clock
            ?? [ClockOffset(since: Instant(milliseconds: 0), seconds: request.secondsFromUtc ?? 0)]
        guard told.count <= Self.mostOffsets else {
            throw ControlFailure(.usage, "A clock has at most \(Self.mostOffsets) offsets.")
        }
        return told.map { offset in
            var offset = offset
            offset.seconds = min(max(offset.seconds, -day), day)
            return offset
        }
    }

    private static let mostOffsets = 500
}
