@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// What a call took or returned, by the balance before and after it.
@Suite struct `The balance after a call` {
    /// A call that is done, with what it booked, before a balance of ten dollars.
    private func after(
        _ kind: Action.Kind, booked: Money?, state: Action.State = .done,
        others: [OpenAction] = [], lines: [Line] = [], on disk: PaperDisk = PaperDisk(),
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> KeeperLogic {
        let line = Line.example(
            [.rent, .extend, .refund].contains(kind) ? .rental : .activation,
            state: kind == .cancel ? .refunded : nil)
        var action = OpenAction.example(kind, state: state, origin: "console") { details in
            details.balanceBefore = .dollars(10)
            details.ledgerBefore = 0
            details.price = booked
            change(&details)
        }
        var logic = KeeperLogic.example([line] + lines, others, on: disk)
        action.endedAt = noon
        disk.edit { sheet in
            sheet.actions[7] = action.row
            guard let booked else { return }
            sheet.ledger.append(
                LedgerEntry(
                    at: noon, account: "pool", line: 1, action: 7,
                    kind: kind.takesMoney ? .charge : .refund, what: kind.rawValue,
                    origin: "console", amount: booked))
        }
        logic.books["pool"]?.comparing[7] = Comparison(
            account: "pool", booked: booked, since: Moment.noon.uptime)
        return logic
    }

    private func cents(_ amount: Int64) -> Money { Money(tenThousandths: amount * 100) }

    @Test func `a purchase that cost what was said needs nothing more`() throws {
        let disk = PaperDisk()
        var logic = after(.order, booked: .dollars(2), on: disk)
        #expect(try logic.compare(7, with: .dollars(8)))
        #expect(disk.content.ledger.count == 1)
        #expect(logic.comparison(of: 7)?.isOver == true)
    }

    @Test func `what was taken beyond the price is booked, and told once`() throws {
        let disk = PaperDisk()
        var logic = after(.order, booked: .dollars(2), on: disk)
        #expect(try logic.compare(7, with: .dollars(7)))
        #expect(disk.content.ledger.map(\.amount) == [.dollars(2), .dollars(1)])
        #expect(disk.content.ledger.last?.kind == .charge)
        #expect(disk.content.events.map(\.kind) == ["dearer"])
        #expect(logic.line(1)?.price == .dollars(3))
        #expect(disk.content.actions[7]?.details.excess == .dollars(1))
    }

    @Test func `less than the price is a discount, unless a refund may hide in it`() throws {
        let disk = PaperDisk()
        var logic = after(.order, booked: .dollars(2), on: disk)
        #expect(try logic.compare(7, with: cents(850)))
        #expect(disk.content.ledger.map(\.kind) == [.charge, .refund])
        #expect(disk.content.ledger.last?.amount == cents(50))
        #expect(disk.content.events.isEmpty)
        for (state, isHidden) in [
            (LineState.waiting, true), (.expired, true), (.received, false),
        ] {
            let paper = PaperDisk()
            let other = Line.example(.activation, id: 2, state: state) { $0.endedAt = noon }
            logic = after(.order, booked: .dollars(2), lines: [other], on: paper)
            _ = try logic.compare(7, with: cents(850))
            #expect((paper.content.ledger.count == 1) == isHidden, "\(state)")
        }
        let paper = PaperDisk()
        logic = after(
            .order, booked: .dollars(2), lines: [.example(.rental, id: 2)], on: paper)
        _ = try logic.compare(7, with: cents(850))
        #expect(paper.content.ledger.count == 2, "a rental does not run out by itself")
    }

    @Test func `a balance that has not moved is asked for again`() throws {
        var logic = after(.order, booked: .dollars(2))
        #expect(try !logic.compare(7, with: .dollars(10)))
    }

    @Test func `a balance says nothing while another call may move money`() throws {
        for (other, isDisturbed) in [
            (OpenAction.example(.cancel, id: 8, state: .running), true),
            (.example(.wake, id: 8, state: .running), false), (.example(.cancel, id: 8), false),
            (.doubt(.cancel, id: 8), true),
        ] {
            let disk = PaperDisk()
            var logic = after(.order, booked: .dollars(2), others: [other], on: disk)
            #expect(try logic.compare(7, with: .dollars(7)) == !isDisturbed)
            #expect((disk.content.ledger.count == 1) == isDisturbed)
        }
    }

    @Test func `only a call that was made is compared, in its own currency`() throws {
        for state in [Action.State.failed, .doubt, .dropped] {
            let disk = PaperDisk()
            var logic = after(.order, booked: nil, state: state, on: disk)
            #expect(try logic.compare(7, with: .dollars(7)))
            #expect(disk.content.ledger.isEmpty)
        }
        var logic = after(.order, booked: .dollars(2))
        #expect(try logic.compare(7, with: Money(tenThousandths: 1, currency: "EUR")))
    }

    // MARK: Money that comes back

    @Test func `a refund that came back in part is booked as it came`() throws {
        let disk = PaperDisk()
        var logic = after(.refund, booked: .dollars(3), on: disk)
        #expect(try logic.compare(7, with: .dollars(12)))
        #expect(disk.content.ledger.map(\.kind) == [.refund, .charge])
        #expect(disk.content.ledger.last?.amount == .dollars(1))
        #expect(disk.content.actions[7]?.result == "Refunded; 2.00 USD was returned.")
    }

    @Test func `a refund that does not come is waited for five minutes, and then told`() throws {
        for (time, kinds) in [
            (Duration.minutes(5), [LedgerEntry.Kind.refund]),
            (.minutes(5) + .seconds(1), [.refund, .charge]),
        ] {
            let disk = PaperDisk()
            var logic = after(.refund, booked: .dollars(3), on: disk)
            logic.begin(at: .noon.later(time))
            #expect(try logic.compare(7, with: .dollars(10)) == (kinds.count == 2))
            #expect(disk.content.ledger.map(\.kind) == kinds)
            #expect(disk.content.events.map(\.kind) == (kinds.count == 2 ? ["unreturned"] : []))
        }
    }

    @Test func `more than was promised came from elsewhere`() throws {
        let disk = PaperDisk()
        var logic = after(.refund, booked: .dollars(3), on: disk)
        #expect(try logic.compare(7, with: .dollars(15)))
        #expect(disk.content.ledger.count == 1)
    }

    @Test func `without an amount a refund is what came, and a swap is what was taken`() throws {
        for (kind, balance, entry) in [
            (Action.Kind.refund, 12, LedgerEntry.Kind.refund), (.cancel, 12, .refund),
            (.swap, 9, .charge), (.refund, 9, nil), (.swap, 12, nil),
        ] as [(Action.Kind, Int64, LedgerEntry.Kind?)] {
            let disk = PaperDisk()
            var logic = after(kind, booked: nil, on: disk)
            #expect(try logic.compare(7, with: .dollars(balance)))
            #expect(disk.content.ledger.map(\.kind) == (entry.map { [$0] } ?? []))
            #expect(
                disk.content.ledger.first?.amount == entry.map { _ in .dollars(abs(balance - 10)) })
        }
        var swap = after(.swap, booked: nil)
        #expect(try swap.compare(7, with: .dollars(10)), "a swap is free")
        var refund = after(.refund, booked: nil)
        #expect(try !refund.compare(7, with: .dollars(10)), "the money may still come")
    }

    @Test func `a refund in another currency is not compared`() throws {
        let disk = PaperDisk()
        var logic = after(.refund, booked: Money(tenThousandths: 30_000, currency: "EUR"), on: disk)
        disk.edit { $0.ledger = [] }
        logic.begin(at: .noon.later(.minutes(9)))
        #expect(try logic.compare(7, with: .dollars(10)))
        #expect(disk.content.ledger.isEmpty && disk.content.events.isEmpty)
    }

    // MARK: Which calls, and until when

    @Test func `calls that take or return money are compared where the balance is told`() {
        func isCompared(_ kind: Action.Kind, without: Set<Capabilities.Operation> = []) -> Bool {
            KeeperLogic.example([.example(.activation)], without: without)
                .isToBeCompared(.example(kind))
        }
        for kind in [Action.Kind.order, .rent, .extend, .resend, .refund, .cancel, .swap] {
            #expect(isCompared(kind))
            #expect(!isCompared(kind, without: [.balance]))
        }
        #expect(!isCompared(.wake) && !isCompared(.finish))
    }

    @Test func `somebody waits for the comparison of a call that has ended`() {
        let running = OpenAction.example(.order, id: 8, state: .running)
        var logic = after(.order, booked: .dollars(2), others: [running])
        #expect(logic.awaitsComparison(7))
        #expect(!logic.awaitsComparison(8))
        logic.books["pool"]?.comparing[8] = Comparison(account: "pool", since: .zero)
        #expect(!logic.awaitsComparison(8), "it is under way")
        logic.endComparison(7)
        #expect(!logic.awaitsComparison(7))
        #expect(logic.books["pool"]?.toCompare.keys.sorted() == [7], "no balance has shown it yet")
    }

    @Test func `a later balance accounts for calls of the last ten minutes`() throws {
        for (time, isBooked) in [(Duration.minutes(10), true), (.minutes(30), true)] {
            let disk = PaperDisk()
            var logic = after(.order, booked: .dollars(2), on: disk)
            logic.endComparison(7)
            logic.books["pool"]?.toCompare[9] = Comparison(account: "pool", since: .hours(1))
            logic.begin(at: .noon.later(time))
            try logic.compareWaiting(with: .dollars(7), on: "pool")
            #expect((disk.content.ledger.count == 2) == isBooked)
            #expect(logic.books["pool"]?.toCompare.isEmpty == true)
        }
        for (time, waits) in [(Duration.minutes(10), true), (.minutes(10) + .seconds(1), false)] {
            var logic = after(.order, booked: .dollars(2))
            logic.endComparison(7)
            logic.begin(at: .noon.later(time))
            try logic.compareWaiting(with: .dollars(10), on: "pool")
            #expect((logic.books["pool"]?.toCompare.isEmpty == false) == waits)
        }
    }
}
