import GRDB
import Lines
import Storage
import Testing

private let noon = Instant(milliseconds: 1_769_947_200_000)  // 2026-02-01

/// Sums of the ledger.
@Suite("Sums of charges and refunds")
struct SpendingTests {
    private let store: Store

    init() throws {
        store = try Store()
        try store.write { database in
            for (service, account) in [("Google", "pool"), (nil, "many")] {
                var line = Line(
                    id: 0, account: account, provider: .smspool, kind: .activation,
                    state: .waiting, purchasedAt: noon)
                line.service = service
                try database.insert(&line)
            }
            let entries: [(Duration, Int64?, LedgerEntry.Kind, Int64, String)] = [
                (.days(-31), 1, .charge, 5000, "USD"), (.zero, 1, .charge, 2400, "USD"),
                (.seconds(60), 1, .refund, 2400, "USD"), (.seconds(70), 2, .charge, 9000, "USD"),
                (.seconds(80), 2, .charge, 70_000, "RUB"), (.seconds(90), nil, .charge, 100, "USD"),
            ]
            for (later, line, kind, amount, currency) in entries {
                try database.append(
                    LedgerEntry(
                        at: noon + later, account: line == 1 ? "pool" : "many", line: line,
                        action: nil, kind: kind, what: "order", origin: "console",
                        amount: Money(tenThousandths: amount, currency: currency)))
            }
        }
    }

    private func sums(
        by grouping: SpendGrouping, since: Instant? = nil, limit: Int = 100, ahead: Int = 0
    ) throws -> [String] {
        let clock = [ClockOffset(since: noon, seconds: ahead)]
        return try store.spending(by: grouping, since: since, clock: clock, limit: limit).map {
            "\($0.name ?? "-") \($0.charges) \($0.charged.decimal) \($0.returned.decimal) \($0.spent)"
        }
    }

    @Test func `never add two currencies`() throws {
        #expect(
            try sums(by: .account) == [
                "many 1 7.00 0.00 7.00 RUB", "many 2 0.91 0.00 0.91 USD",
                "pool 2 0.74 0.24 0.50 USD",
            ])
    }

    @Test func `are made by service, line or month`() throws {
        #expect(
            try sums(by: .service) == [
                "- 1 7.00 0.00 7.00 RUB", "- 2 0.91 0.00 0.91 USD", "Google 2 0.74 0.24 0.50 USD",
            ])
        #expect(
            try sums(by: .line) == [
                "2 1 7.00 0.00 7.00 RUB", "2 1 0.90 0.00 0.90 USD", "1 2 0.74 0.24 0.50 USD",
                "- 1 0.01 0.00 0.01 USD",
            ])
        #expect(
            try sums(by: .month) == [
                "2026-01 1 0.50 0.00 0.50 USD", "2026-02 1 7.00 0.00 7.00 RUB",
                "2026-02 3 1.15 0.24 0.91 USD",
            ])
        // For somebody far enough in the west, noon in London is still the day before.
        #expect(
            try sums(by: .month, ahead: -86_400).map { $0.prefix(7) }
                == ["2025-12", "2026-01", "2026-01"])
    }

    @Test func `put each entry into the month that the clock then showed`() throws {
        // Ahead of UTC by an hour in January, and behind it since noon on the first of February.
        let clock = [
            ClockOffset(since: noon - .days(60), seconds: 43_200),
            ClockOffset(since: noon, seconds: -46_800),
        ]
        let months = try store.spending(by: .month, since: nil, clock: clock, limit: 9)
        #expect(months.map(\.name) == ["2026-01", "2026-01"])
        #expect(months.map(\.charges).reduce(0, +) == 5)
        let east = [ClockOffset(since: noon - .days(60), seconds: 43_200)]
        #expect(
            try store.spending(by: .month, since: nil, clock: east, limit: 9).map(\.name)
                == ["2026-01", "2026-02", "2026-02"])
    }

    @Test func `are of the time and the number that were asked for`() throws {
        #expect(
            try sums(by: .account, since: noon + .seconds(65)) == [
                "many 1 7.00 0.00 7.00 RUB", "many 2 0.91 0.00 0.91 USD",
            ])
        #expect(try sums(by: .account, limit: 1).count == 1)
    }
}
