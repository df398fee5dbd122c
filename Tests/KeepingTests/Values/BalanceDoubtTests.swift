@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Purchases whose answer was lost at a provider that lists nothing.
@Suite struct `A purchase that only the balance tells of` {
    private let late = noon + .seconds(61)

    private func draft(_ id: Line.ID = 1, _ kind: LineKind = .activation) -> Line {
        .example(kind, id: id, state: .ordering) { line in
            line.providerID = nil
            line.number = nil
        }
    }

    private func doubt(
        _ kind: Action.Kind = .order, id: Action.ID = 7, line: Line.ID = 1,
        before: Money? = .dollars(10)
    ) -> OpenAction {
        .doubt(kind, id: id, line: line) { details in
            details.balanceBefore = before
            details.ledgerBefore = 0
        }
    }

    private func example(
        _ actions: [OpenAction], lines: [Line] = [],
        without missing: Set<Capabilities.Operation> = [.listActive],
        on disk: PaperDisk = PaperDisk()
    ) -> KeeperLogic {
        .example(
            [draft()] + lines, actions, on: disk, without: missing, at: .noon.later(.minutes(2)))
    }

    private func settled(
        _ balance: Money, asked: Instant? = nil, _ actions: [OpenAction]? = nil,
        lines: [Line] = [], without missing: Set<Capabilities.Operation> = [.listActive],
        on disk: PaperDisk = PaperDisk()
    ) throws -> OpenAction? {
        var logic = example(actions ?? [doubt()], lines: lines, without: missing, on: disk)
        try logic.settle(balance: balance, asked: asked ?? late, on: "pool")
        return logic.openAction(7)
    }

    @Test func `an unchanged balance says that nothing was bought, after long enough`() throws {
        #expect(try settled(.dollars(10)) == nil)
        #expect(try settled(.dollars(10), asked: noon + .seconds(60)) != nil)
    }

    @Test func `money that is gone counts as spent, and a person is told what to do`() throws {
        let open = try settled(.dollars(8))
        #expect(open?.details.missing == .dollars(2))
        #expect(open?.result?.contains("The balance is 2.00 USD lower") == true)
        #expect(try settled(.dollars(12))?.details.missing == nil, "it was topped up")
        #expect(try settled(Money(tenThousandths: 1, currency: "EUR"))?.details.missing == nil)
    }

    @Test func `the balance says nothing while another call moves money, or of two payments`()
        throws
    {
        let other = Line.example(.activation, id: 2)
        let running = OpenAction.example(.cancel, id: 8, line: 2, state: .running)
        #expect(try settled(.dollars(10), [doubt(), running], lines: [other]) != nil)
        let woken = OpenAction.example(.wake, id: 8, line: 2, state: .running)
        #expect(try settled(.dollars(10), [doubt(), woken], lines: [other]) == nil)
        let two = [doubt(), doubt(id: 8, line: 2)]
        #expect(try settled(.dollars(10), two, lines: [draft(2)]) != nil)
    }

    @Test func `where a list tells, the balance does not`() throws {
        #expect(try settled(.dollars(10), without: []) != nil)
        #expect(try settled(.dollars(10), [doubt(before: nil)]) != nil)
    }

    @Test func `the balance is asked for while a doubt depends on it`() {
        #expect(example([doubt()]).needsBalance(on: "pool"))
        #expect(!example([doubt()], without: []).needsBalance(on: "pool"))
        #expect(!example([doubt(before: nil)]).needsBalance(on: "pool"))
        #expect(!example([]).needsBalance(on: "pool"))
    }

    @Test func `the first balance before a call in doubt is the one to compare with`() throws {
        func noted(_ change: (inout ActionDetails) -> Void) throws -> Money? {
            let order = OpenAction.example(.order, state: .running, change)
            var logic = example([order])
            try logic.note(balance: .dollars(5), before: 7)
            return logic.openAction(7)?.details.balanceBefore
        }
        #expect(try noted { _ in } == .dollars(5))
        #expect(try noted { $0.balanceBefore = .dollars(9) } == .dollars(5))
        for change in [{ $0.unsure = 1 }, { $0.doubtSince = noon }]
            as [(inout ActionDetails) -> Void]
        {
            #expect(try noted(change) == .dollars(5))
            #expect(
                try noted {
                    change(&$0)
                    $0.balanceBefore = .dollars(9)
                } == .dollars(9))
        }
    }

    @Test func `an order found by its id is the only one in doubt, if nobody knows it`() {
        let found = ActivationReading(providerID: "NEW", status: ActivationStatus(.waiting))
        #expect(example([doubt()]).doubt(toldBy: found, on: "pool") == 7)
        let known = ActivationReading(providerID: "ID2", status: ActivationStatus(.waiting))
        let other = Line.example(.activation, id: 2)
        #expect(example([doubt()], lines: [other]).doubt(toldBy: known, on: "pool") == nil)
        let two = [doubt(), doubt(id: 8, line: 2)]
        #expect(example(two, lines: [draft(2)]).doubt(toldBy: found, on: "pool") == nil)
        #expect(example([doubt()], without: []).doubt(toldBy: found, on: "pool") == nil)
        let rent = example(
            [doubt(.rent)], without: [.listActive, .listRentals])
        #expect(rent.doubt(toldBy: found, on: "pool") == nil, "that is a rental")
    }

    @Test func `the balance tells of an extension only if nothing else moved it`() throws {
        let rental = Line.example(.rental, id: 2)
        let extend = doubt(.extend, line: 2)
        func missing(_ balance: Money?, _ others: [OpenAction] = []) throws -> Money? {
            try example([extend] + others, lines: [rental, draft(3)])
                .missing(from: balance, by: extend, on: "pool")
        }
        #expect(try missing(.dollars(8)) == .dollars(2))
        #expect(try missing(nil) == nil)
        let running = OpenAction.example(.refund, id: 8, line: 2, state: .running)
        #expect(try missing(.dollars(8), [running]) == nil)
        #expect(try missing(.dollars(8), [doubt(id: 8, line: 3)]) == nil)
        let disk = PaperDisk()
        disk.edit { sheet in
            sheet.ledger = [
                LedgerEntry(
                    at: noon, account: "pool", line: 3, action: 9, kind: .charge, what: "order",
                    origin: "console", amount: .dollars(1))
            ]
        }
        let booked = example([extend], lines: [rental], on: disk)
        #expect(try booked.missing(from: .dollars(8), by: extend, on: "pool") == .dollars(1))
    }
}
