@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What hinders a wish, what it may cost, and what its end leaves on disk.
@Suite struct `A wish and its end` {
    private func example(
        _ lines: [Line] = [.example(.rental)], _ actions: [OpenAction] = [],
        on disk: PaperDisk = PaperDisk(), _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> KeeperLogic {
        .example(lines, actions, on: disk, change)
    }

    // MARK: Before

    @Test func `what is bought is a rental or an activation, by what was asked for`() throws {
        for (kind, bought) in [(Action.Kind.rent, LineKind.rental), (.order, .activation)] {
            var logic = example([])
            var details = ActionDetails()
            details.account = "pool"
            let action = try logic.recordIntent(kind, on: "pool", details, origin: "console") { _ in
            }
            #expect(logic.line(action.line)?.kind == bought)
        }
    }

    @Test func `only the same action on the same line is in the way`() throws {
        let two = [Line.example(.rental), .example(.rental, id: 2)]
        func isPossible(_ actions: [OpenAction]) -> Bool {
            do {
                try example(two, actions).check(.refund, isPossibleFor: two[0])
                return true
            } catch {
                return false
            }
        }
        #expect(!isPossible([.example(.refund, state: .running)]))
        #expect(isPossible([.example(.refund, line: 2, state: .running)]))
        #expect(isPossible([.example(.wake, state: .running)]))
        #expect(!isPossible([.example(.refund, origin: "console")]), "it waits already")
        #expect(isPossible([.example(.refund)]), "a person's takes the place of the plan's")
    }

    @Test func `a person's extension is held against the limit of the day, with its price`() throws
    {
        func isPossible(price: Money?, origin: String = "console") -> Bool {
            var logic = example { $0.spendingPerDay = .dollars(5) }
            var details = ActionDetails()
            details.days = 30
            details.price = price
            let action = try? logic.recordIntent(
                .extend, on: .example(.rental), details, origin: origin)
            return action != nil
        }
        #expect(isPossible(price: .dollars(5)))
        #expect(!isPossible(price: .dollars(6)))
        #expect(!isPossible(price: nil), "no limit can be kept")
        #expect(isPossible(price: nil, origin: "a.lua"), "its price is asked for before it is made")
        #expect(!isPossible(price: .dollars(6), origin: "a.lua"))
    }

    @Test func `only what moves no money makes a line awaited`() throws {
        for (kind, isAwaited) in [(Action.Kind.wake, true), (.refund, false)] {
            var logic = example()
            _ = try logic.recordIntent(kind, on: .example(.rental), origin: "console")
            #expect((logic.tracked(1)?.awaitedUntil != nil) == isAwaited)
        }
    }

    @Test func `a number is ordered again when its activation is over, where that is sold`() {
        var over = Line.example(.activation, state: .expired)
        over.endedAt = noon
        func isPossible(_ line: Line, isSold: Bool = true) -> Bool {
            var logic = example([line])
            var provider = UnreachableProvider()
            if isSold { provider.capabilities.operations.insert(.again) }
            logic.books["pool"]?.account?.configuration.provider = provider
            return logic.linesToHaveAgain().map(\.id) == [1]
        }
        #expect(isPossible(over))
        #expect(!isPossible(over, isSold: false))
        #expect(!isPossible(.example(.activation)))
        #expect(!isPossible(.example(.rental, state: .expired)))
        over.providerID = nil
        #expect(!isPossible(over))
    }

    @Test func `the plan may decide anew what keeps a number, or is held up by an extension`() {
        let line = Line.example(.rental)
        func isAnew(_ action: OpenAction, _ state: LineState = .active, _ others: [OpenAction] = [])
            -> Bool
        {
            var line = line
            line.state = state
            return example([line], others).mayBeDecidedAnew(action, line)
        }
        #expect(isAnew(.example(.extend)))
        #expect(!isAnew(.example(.extend, origin: "console")))
        #expect(!isAnew(.example(.refund)))
        #expect(isAnew(.example(.refund), .expired), "the line may come back")
        let extending = OpenAction.example(.extend, id: 8, state: .running)
        #expect(isAnew(.example(.refund), .active, [extending]))
        #expect(!isAnew(.example(.cancel), .active, [extending]))
    }

    // MARK: After

    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    @Test func `a refusal of a paid call is no doubt`() throws {
        for (error, state) in [
            (lost, Action.State.doubt), (ProviderError.refused("Not now."), .pending),
            (.blocked(status: 403), .pending), (.blocked(status: 502), .doubt),
        ] {
            let disk = PaperDisk()
            var logic = example(
                [.example(.rental)], [.example(.refund, state: .running)], on: disk)
            try logic.recordOutcome(of: 7, .failed(error))
            #expect(logic.openAction(7)?.state == state)
            #expect(disk.content.actions[7]?.endedAt == nil)
        }
    }

    @Test func `an action that has ended says when, and a doubt does not`() throws {
        let disk = PaperDisk()
        let refund = OpenAction.example(.refund, state: .running, origin: "console")
        var logic = example([.example(.rental)], [refund], on: disk)
        try logic.recordOutcome(of: 7, .declined("No."))
        #expect(disk.content.actions[7]?.endedAt == noon)
        let open = PaperDisk()
        logic = example([.example(.rental)], [refund], on: open)
        try logic.recordOutcome(of: 7, .unsettled("Perhaps."))
        #expect(open.content.actions[7]?.endedAt == nil)
    }

    @Test func `nothing that came back is no entry`() throws {
        for (amount, count) in [(Money.dollars(0), 0), (.dollars(1), 1)] {
            let disk = PaperDisk()
            let cancel = OpenAction.example(.cancel, state: .running, origin: "console")
            var logic = example([.example(.activation)], [cancel], on: disk)
            try logic.recordOutcome(
                of: 7, .cancelled(Cancellation(moneyReturned: true, amount: amount)))
            #expect(disk.content.ledger.count == count)
        }
    }

    @Test func `only a call that was in doubt is compared with a later balance`() throws {
        func isCompared(_ state: Action.State, missing: Money? = nil) throws -> Bool {
            var extend = OpenAction.example(.extend, state: state, origin: "console") { details in
                details.days = 30
                details.price = .dollars(2)
                details.balanceBefore = .dollars(9)
                details.missing = missing
            }
            if state == .doubt { extend.updateDetails { $0.doubtSince = noon } }
            var logic = example([.example(.rental)], [extend])
            try logic.recordOutcome(of: 7, .extended(Extension()))
            return logic.books["pool"]?.toCompare[7] != nil
        }
        #expect(try isCompared(.doubt))
        #expect(try !isCompared(.running), "its lane compares it")
        #expect(try !isCompared(.doubt, missing: .dollars(2)), "the balance told of it")
    }

    // MARK: Steps

    @Test func `who watches is told of events, and of nothing else`() throws {
        var logic = example()
        try logic.write([.line(.example(.rental))])
        #expect(logic.takeSignals().isEmpty)
        try logic.note(kind: "clock", text: "It was set.")
        let isTold = logic.takeSignals().contains { if case .events = $0 { true } else { false } }
        #expect(isTold)
    }

    @Test func `memory has no line that was never written`() {
        var logic = example()
        logic.rememberUnwritten(.example(.rental, id: 2))
        #expect(logic.line(2) == nil)
        #expect(logic.books["pool"]?.plannedLines.contains(2) == false)
    }

    @Test func `lines that cannot move stay where they are`() {
        var logic = example()
        let moved = Line.example(.rental) { $0.account = "nowhere" }
        logic.known.remember(Written(.moved([moved], from: "pool", to: "nowhere")))
        #expect(logic.line(1)?.account == "pool")
    }

    @Test func `when the disk can be written again no line is left alone any more`() {
        var logic = example()
        logic.track(1) { $0.backoff = Backoff(after: nil, at: noon) }
        logic.storeIsBack(EventRecord(at: noon, kind: "store", text: "It can."))
        #expect(logic.tracked(1)?.backoff == nil)
    }

    @Test func `scripts are woken by events that are theirs`() throws {
        for (origin, isWoken) in [("a.lua", true), ("console", false)] {
            var logic = example([.example(.rental)], [.example(.refund, origin: origin)])
            _ = try logic.drop(7)
            let woken = logic.takeSignals().contains {
                if case .scripts = $0 { true } else { false }
            }
            #expect(woken == isWoken)
        }
    }

    @Test func `a purchase in doubt keeps its line`() throws {
        let draft = Line.example(.rental, state: .ordering) { $0.providerID = nil }
        let rent = OpenAction.example(.rent, state: .running, origin: "console")
        var logic = example([draft], [rent])
        try logic.recordOutcome(of: 7, .failed(lost))
        #expect(logic.line(1)?.inDoubt == true)
        #expect(logic.openAction(7)?.state == .doubt)
    }

    @Test func `a purchase that cost nothing is booked as nothing`() throws {
        let draft = Line.example(.activation, state: .ordering) { $0.providerID = nil }
        let order = OpenAction.example(.order, state: .running) { $0.price = .dollars(2) }
        for (told, amounts) in [
            (Money.dollars(0), [Money]()), (.dollars(-1), [.dollars(2)]),
        ] {
            let disk = PaperDisk()
            var logic = example([draft], [order], on: disk)
            var purchase = Purchase(providerID: "NEW")
            purchase.price = told
            try logic.recordOutcome(of: 7, .bought(purchase))
            #expect(disk.content.ledger.map(\.amount) == amounts)
        }
    }
}
