@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Calls that were in flight at once, compared with one balance.
@Suite("Calls at once and the balance") struct ComparingTogetherTests {
    private let disk = PaperDisk()

    private func cents(_ amount: Int64) -> Money { Money(tenThousandths: amount * 100) }

    /// Two orders, for 0.16 and 0.50, before which the balance was 10.00 each.
    private func orders(origin: String = "console") -> KeeperLogic {
        let lines = [1, 2].map { Line.example(.activation, id: $0, state: .received) }
        let calls = zip([7, 8] as [Action.ID], [16, 50] as [Int64]).map { id, price in
            OpenAction.example(.order, id: id, line: id - 6, state: .done, origin: origin) {
                $0.balanceBefore = .dollars(10)
                $0.ledgerBefore = 0
                $0.price = cents(price)
            }
        }
        var logic = KeeperLogic.example(lines, on: disk)
        disk.edit { sheet in
            for call in calls {
                sheet.actions[call.id] = call.row
                sheet.ledger.append(
                    LedgerEntry(
                        at: noon, account: "pool", line: call.line, action: call.id, kind: .charge,
                        what: "order", origin: origin, amount: call.details.price ?? .zero))
            }
        }
        for call in calls {
            logic.books["pool"]?.toCompare[call.id] = Comparison(
                account: "pool", booked: call.details.price, since: Moment.noon.uptime)
        }
        return logic
    }

    private func waiting(_ logic: KeeperLogic) -> [Action.ID] {
        logic.books["pool"]?.toCompare.keys.sorted() ?? []
    }

    @Test func `need nothing more if each cost what was said`() throws {
        var logic = orders()
        try logic.compareWaiting(with: cents(934), on: "pool")
        #expect(disk.content.ledger.count == 2)
        #expect(waiting(logic).isEmpty && disk.content.events.isEmpty)
    }

    @Test func `what they took together beyond their prices is booked on neither`() throws {
        var logic = orders()
        let prices = [1, 2].map { logic.line($0)?.price }
        try logic.compareWaiting(with: cents(910), on: "pool")
        let entry = try #require(disk.content.ledger.last)
        #expect(entry.amount == cents(24) && entry.kind == .charge)
        #expect(entry.line == nil && entry.action == nil && entry.account == "pool")
        #expect([1, 2].map { logic.line($0)?.price } == prices)
        #expect(disk.content.actions.values.allSatisfy { $0.details.excess == nil })
        #expect(disk.content.events.map(\.kind) == ["dearer"])
        #expect(
            disk.content.events.first?.text.hasPrefix("Actions 7, 8 on pool took 0.24 USD more")
                == true)
        #expect(waiting(logic).isEmpty)
        // Once: the next balance has nothing left to explain.
        try logic.compareWaiting(with: cents(910), on: "pool")
        #expect(disk.content.ledger.count == 3)
    }

    @Test func `by a script it counts towards what scripts may spend`() throws {
        var logic = orders(origin: "10-a.lua")
        try logic.compareWaiting(with: cents(910), on: "pool")
        #expect(disk.content.ledger.last?.origin == "10-a.lua")
    }

    @Test func `a balance that is behind is asked for again, and at last left as it was told`()
        throws
    {
        var logic = orders()
        try logic.compareWaiting(with: cents(984), on: "pool")
        #expect(waiting(logic) == [7, 8] && disk.content.ledger.count == 2)
        logic.begin(at: .noon.later(.minutes(10) + .seconds(1)))
        try logic.compareWaiting(with: cents(984), on: "pool")
        #expect(waiting(logic).isEmpty && disk.content.ledger.count == 2)
        #expect(disk.content.events.map(\.kind) == ["uncompared"])
    }

    @Test func `the balance that was read first is compared with`() throws {
        for first in [7, 8] as [Action.ID] {
            disk.edit { $0 = PaperDisk.Sheet() }
            var logic = orders()
            // The other one's balance was read when the first was taken already.
            let other: Action.ID = 15 - first
            disk.edit { sheet in
                var late = OpenAction(sheet.actions[other]!)
                late.details.balanceBefore = .dollars(10) - cents(first == 7 ? 16 : 50)
                sheet.actions[other] = late.row
            }
            try logic.compareWaiting(with: cents(934), on: "pool")
            #expect(disk.content.ledger.count == 2, "\(first)")
            #expect(waiting(logic).isEmpty && disk.content.events.isEmpty)
        }
    }

    @Test func `one of whose price nobody spoke has the difference`() throws {
        var logic = orders()
        disk.edit { $0.ledger.removeLast() }
        logic.books["pool"]?.toCompare[8] = Comparison(account: "pool", since: Moment.noon.uptime)
        try logic.compareWaiting(with: cents(934), on: "pool")
        #expect(disk.content.ledger.last?.action == 8)
        #expect(disk.content.ledger.last?.amount == cents(50))
        #expect(waiting(logic).isEmpty)
    }
}
