@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// Extensions that the configuration asks for: their terms, their prices, and what prevents them.
@Suite struct `A planned extension` {
    private func example(
        _ line: Line = .example(.rental), _ actions: [OpenAction] = [],
        without missing: Set<Capabilities.Operation> = [], on disk: PaperDisk = PaperDisk(),
        _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> KeeperLogic {
        KeeperLogic.example([line], actions, on: disk, without: missing) { settings in
            settings.policy.rentals.extendBefore = .days(1)
            settings.policy.rentals.extendDays = 30
            change(&settings)
        }
    }

    // MARK: Terms

    @Test func `takes the terms that the configuration has now`() throws {
        let planned = OpenAction.example(.extend) { $0.days = 7 }
        var logic = example(.example(.rental), [planned]) {
            $0.policy.rentals.maxPrice = .dollars(5)
        }
        #expect(try logic.renewTerms(of: 7) == 30)
        #expect(logic.openAction(7)?.details.days == 30)
        #expect(logic.openAction(7)?.details.maxPrice == .dollars(5))
        #expect(try logic.renewTerms(of: 8) == nil)
    }

    @Test func `is not wanted without a lead or days, or where the provider renews by itself`()
        throws
    {
        let planned = OpenAction.example(.extend) { $0.days = 7 }
        var logic = example(.example(.rental), [planned]) { $0.policy.rentals.extendBefore = nil }
        #expect(try logic.renewTerms(of: 7) == nil)
        logic = example(.example(.rental), [planned]) { $0.policy.rentals.extendDays = nil }
        #expect(try logic.renewTerms(of: 7) == nil)
        logic = example(.example(.rental) { $0.autoExtend = true }, [planned])
        #expect(try logic.renewTerms(of: 7) == nil)
        #expect(logic.openAction(7)?.details.days == 7)
    }

    @Test func `is not written again where the terms are the same`() throws {
        let disk = PaperDisk()
        let planned = OpenAction.example(.extend) { $0.days = 30 }
        var logic = example(.example(.rental), [planned], on: disk)
        #expect(try logic.renewTerms(of: 7) == 30)
        #expect(disk.content.transactions.isEmpty)
    }

    // MARK: Prices

    private func isPriced(
        _ line: Line = .example(.rental), without missing: Set<Capabilities.Operation> = [],
        _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> Bool {
        !example(line, without: missing, change).linesToPrice().isEmpty
    }

    @Test func `has its price asked for while the rental is held and extended from here`() {
        #expect(isPriced())
        #expect(!isPriced { $0.policy.rentals.extendBefore = nil })
        #expect(!isPriced { $0.policy.rentals.extendDays = nil })
        #expect(!isPriced(without: [.extend]))
        for change in [
            { $0.state = .expired }, { $0.inDoubt = true }, { $0.autoExtend = true },
            { $0.expiresAt = nil }, { $0.providerID = nil },
        ] as [(inout Line) -> Void] {
            #expect(!isPriced(.example(.rental, change)))
        }
        #expect(!isPriced(.example(.activation)))
        #expect(!isPriced(.example(.rental) { $0.account = "gone" }))
        var logic = example()
        let silence = Silence(since: noon - .days(4), asked: .days(3), now: noon)
        logic.books["pool"]?.account?.health = AccountHealth(silence: silence)
        #expect(logic.linesToPrice().isEmpty, "the provider is gone")
    }

    @Test func `keeps a price for twelve hours, and for the days it was asked for`() throws {
        for (time, isAsked) in [
            (Duration.hours(12), false), (.hours(12) + .milliseconds(1), true),
        ] {
            var logic = example()
            try logic.note(price: .known(.dollars(1)), ofExtending: 1)
            #expect(logic.linesToPrice().isEmpty)
            logic.begin(at: .noon.later(time))
            #expect(!logic.linesToPrice().isEmpty == isAsked)
        }
        var logic = example()
        let other = ExtensionOutlook(line: 1, days: 7, price: .known(.dollars(1)))
        logic.track(1) { $0.outlook = (other, noon) }
        #expect(!logic.linesToPrice().isEmpty)
    }

    @Test func `has its price asked for only when the account has nothing else to do`() {
        var logic = example()
        #expect(logic.hasRoom(on: "pool"))
        let lost = ProviderError.transport(.unreachable(host: "x", reason: "no"))
        logic.noteCall(on: "pool", providerTime: nil, error: lost)
        #expect(!logic.hasRoom(on: "pool"))
        logic = example()
        logic.books["pool"]?.account?.budget.pause(until: noon + .seconds(1))
        #expect(!logic.hasRoom(on: "pool"))
    }

    // MARK: Obstacles

    @Test func `that costs too much is told once, and again after it was possible`() throws {
        let disk = PaperDisk()
        var logic = example(on: disk) { $0.policy.rentals.maxPrice = .dollars(2) }
        for amount in [3, 3, 1, 3] as [Int64] {
            try logic.note(price: .known(.dollars(amount)), ofExtending: 1)
        }
        #expect(disk.content.events.map(\.kind) == ["plan_conflict", "plan_conflict"])
        #expect(logic.tracked(1)?.reportedConflict != nil)
    }

    @Test func `is held against the lowest limit of the day`() throws {
        for (own, most) in [(Int64(5), Int64(9)), (9, 5)] {
            var logic = example { $0.spendingPerDay = .dollars(own) }
            logic.books["pool"]?.account?.configuration.spendingPerDay = .dollars(most)
            try logic.note(price: .known(.dollars(6)), ofExtending: 1)
            #expect(logic.tracked(1)?.reportedConflict?.contains("(5.00 USD)") == true)
        }
    }

    @Test func `is shown with its price, and other duties as they are`() throws {
        var logic = example()
        let extend = Duty(.extend, line: 1, due: noon, reason: .days(30))
        #expect(logic.explained(extend) == extend)
        try logic.note(price: .known(.dollars(6)), ofExtending: 1)
        #expect(logic.explained(extend).reason.description.contains("6.00 USD"))
        let look = Duty(.look, line: 1, due: noon, reason: "look")
        #expect(logic.explained(look) == look)
    }

    // MARK: Putting it off

    @Test func `asks for its price again when it is put off, a person's keeps it`() throws {
        for (kind, origin, price) in [
            (Action.Kind.extend, "plan", Money?.none), (.extend, "a.lua", nil),
            (.extend, "console", .dollars(2)), (.refund, "plan", .dollars(2)),
        ] {
            let action = OpenAction.example(kind, state: .running, origin: origin) {
                $0.price = .dollars(2)
            }
            var logic = example(.example(.rental), [action])
            try logic.postpone(action, until: noon + .hours(1), "No money.", line: nil)
            #expect(logic.openAction(7)?.details.price == price)
            #expect(logic.openAction(7)?.state == .pending)
        }
    }

    @Test func `is tried sooner the nearer its end, unless it costs too much`() throws {
        let line = Line.example(.rental) { $0.expiresAt = noon + .hours(2) }
        let action = OpenAction.example(.extend, state: .running)
        var logic = example(line, [action])
        try logic.postpone(action, until: noon + .hours(1), "No money.", line: nil)
        #expect(logic.openAction(7)?.dueAt == noon + .minutes(30))
        try logic.postpone(
            action, until: noon + .hours(1), "Too dear.", line: nil, isHurried: false)
        #expect(logic.openAction(7)?.dueAt == noon + .hours(1))
    }

    @Test func `is told of when it is put off for the first time`() throws {
        for (attempts, count) in [(0, 1), (1, 1), (2, 0)] {
            let disk = PaperDisk()
            let action = OpenAction.example(.extend, state: .running, attempts: attempts)
            var logic = example(.example(.rental), [action], on: disk)
            try logic.postpone(action, until: noon + .hours(1), "No money.", line: nil)
            #expect(disk.content.events.count { $0.kind == "postponed" } == count)
        }
    }
}
