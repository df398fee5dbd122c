@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What a look at an order, or a list of all orders, stores and leaves open.
@Suite struct `What is received` {
    private let code = ReceivedMessage(text: "Your code is 1234")

    private func reading(
        _ phase: ActivationStatus.Phase = .waiting, id: String = "ID1",
        _ messages: [ReceivedMessage] = [], isPartial: Bool = false
    ) -> ActivationReading {
        var reading = ActivationReading(
            providerID: id, status: ActivationStatus(phase), messages: messages)
        reading.isPartial = isPartial
        return reading
    }

    private func change(
        _ logic: inout KeeperLogic, _ change: (inout Capabilities) -> Void
    ) {
        var provider = UnreachableProvider()
        change(&provider.capabilities)
        logic.books["pool"]?.account?.configuration.provider = provider
    }

    // MARK: Looks

    @Test func `a code is stored once, however often it is shown`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.activation)], on: disk)
        for _ in 0..<2 {
            try logic.recordCheck(reading(.received, [code]), asked: .hours(1), on: 1)
        }
        #expect(disk.content.texts[1] == [code.text])
        #expect(logic.line(1)?.state == .received)
        #expect(logic.line(1)?.messageCount == 1)
        #expect(disk.content.lines[1]?.messageCount == 1, "on disk as in memory")
    }

    @Test func `a glance that finds something cost more requests than were expected`() throws {
        func looks(_ state: LineState, _ messages: [ReceivedMessage]) throws -> Int? {
            var logic = KeeperLogic.example([.example(.activation, state: state)])
            change(&logic) { $0.textCost = 2 }
            try logic.recordCheck(reading(.received, messages), asked: .hours(1), on: 1)
            return logic.books["pool"]?.account?.requests.lastMinute(at: noon)[.looks]
        }
        #expect(try looks(.waiting, [code]) == 2)
        #expect(try looks(.waiting, []) == nil)
        #expect(try looks(.received, [code]) == nil, "all of it was asked for")
    }

    @Test func `an order that waits may be listed by now, one that does not need not be`() throws {
        for (phase, expected) in [
            (ActivationStatus.Phase.waiting, Bool?.none), (.received, true), (.unclear, true),
        ] {
            var logic = KeeperLogic.example([.example(.activation)])
            logic.track(1) { $0.polling.isUnlisted = true }
            try logic.recordCheck(reading(phase), asked: .hours(1), on: 1)
            #expect(logic.tracked(1)?.polling.isUnlisted == expected)
        }
    }

    @Test func `the end of an order that is being replaced says nothing of its line`() throws {
        for (action, state) in [
            (OpenAction.example(.swap, state: .running), LineState.waiting),
            (.doubt(.resend), .waiting), (.example(.swap), .cancelled),
            (.example(.cancel, state: .running), .cancelled),
        ] {
            var logic = KeeperLogic.example([.example(.activation)], [action])
            try logic.receive([], on: 1, standing: ActivationStatus(.cancelled))
            #expect(logic.line(1)?.state == state)
        }
    }

    // MARK: Answers to earlier questions

    @Test func `an answer to what was asked before another code was wanted is of the one before`()
        throws
    {
        for (asked, isOld) in [
            (Duration.seconds(9), true), (.seconds(10), true), (.seconds(11), false),
        ] {
            let line = Line.example(.activation) { $0.episode = 1 }
            var logic = KeeperLogic.example([line])
            logic.track(1) { $0.replacedAt = .seconds(10) }
            try logic.receive(
                [code], on: 1, standing: ActivationStatus(.received), asked: asked)
            #expect((logic.line(1)?.state == .waiting) == isOld, "\(asked)")
            #expect(logic.line(1)?.messageCount == 1, "and stored")
            #expect((logic.tracked(1)?.storedList == nil) == isOld)
            #expect(logic.start(of: [code], on: 1, asked: asked) == nil, "nothing more of it")
        }
    }

    @Test func `an old answer without a message writes nothing`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.activation)], on: disk)
        logic.track(1) { $0.replacedAt = .seconds(10) }
        try logic.receive([], on: 1, standing: ActivationStatus(.expired), asked: .seconds(9))
        #expect(disk.content.transactions.isEmpty)
        #expect(logic.line(1)?.state == .waiting)
    }

    @Test func `what an order had before its code is awaited is under the code before`() throws {
        func episode(_ actions: [OpenAction]) throws -> Int? {
            let line = Line.example(.activation) { $0.episode = 3 }
            let disk = PaperDisk()
            var logic = KeeperLogic.example(
                [line, .example(.activation, id: 2)], actions, on: disk)
            try logic.recordEarlierMessages([code], on: 1)
            return disk.content.episodes.first
        }
        #expect(try episode([]) == 2)
        #expect(try episode([.example(.resend, state: .running)]) == 3)
        #expect(try episode([.doubt(.resend)]) == 3)
        #expect(try episode([.example(.resend)]) == 2, "it was not asked for yet")
        #expect(try episode([.example(.resend, line: 2, state: .running)]) == 2)
        #expect(try episode([.example(.cancel, state: .running)]) == 2)
    }

    @Test func `a list is kept only while the code is awaited that it shows`() {
        for (episode, isKept) in [(1, true), (0, false)] {
            let line = Line.example(.activation) { $0.episode = 1 }
            var logic = KeeperLogic.example([line])
            let listing = MessageListing([code], on: 1, episode: episode, at: noon)
            logic.keep(StoredList([code], listing), of: 1)
            #expect((logic.tracked(1)?.storedList != nil) == isKept)
        }
    }

    @Test func `a long list is stored in parts only if it shows something else than the last`()
        throws
    {
        let line = Line.example(.activation) { $0.expiresAt = noon }
        var logic = KeeperLogic.example([line])
        let begun = try #require(logic.start(of: [code], on: 1, asked: nil))
        #expect(begun.1.isOver, "its time is over")
        let listing = MessageListing([code], on: 1, episode: 0, at: noon)
        logic.keep(StoredList([code], listing), of: 1)
        #expect(logic.start(of: [code], on: 1, asked: nil) == nil)
        #expect(logic.start(of: [code, code], on: 1, asked: nil) != nil)
        let later = KeeperLogic.example([.example(.activation)])
        #expect(later.start(of: [code], on: 1, asked: nil)?.1.isOver == false)
    }

    // MARK: The list of all orders

    @Test func `a list of all orders tells of an order by the id it has now`() throws {
        var logic = KeeperLogic.example([.example(.activation)])
        let renamed = Line.example(.activation) { $0.providerID = "NEW" }
        logic.known.remember(Written(.line(renamed)))
        try logic.recordPoll([reading(.cancelled)], asked: .hours(1), on: "pool")
        #expect(logic.line(1)?.state == .waiting)
        try logic.recordPoll([reading(.cancelled, id: "NEW")], asked: .hours(1), on: "pool")
        #expect(logic.line(1)?.state == .cancelled)
    }

    @Test func `a list that was asked for before a look at the order is out of date`() throws {
        for (asked, state) in [
            (Duration.seconds(9), LineState.waiting), (.seconds(10), .cancelled),
        ] {
            var logic = KeeperLogic.example([.example(.activation)])
            logic.track(1) { $0.polling.checkedUptime = .seconds(10) }
            try logic.recordPoll([reading(.cancelled)], asked: asked, on: "pool")
            #expect(logic.line(1)?.state == state)
        }
    }

    @Test func `an order that was listed and no longer is is looked at`() throws {
        var logic = KeeperLogic.example([.example(.activation)])
        func poll(_ readings: [ActivationReading]) throws -> Bool {
            try logic.recordPoll(readings, asked: .hours(1), on: "pool")
            return logic.books["pool"]?.looks.isEmpty == false
        }
        #expect(try !poll([]), "one that was never listed is looked at by the plan")
        #expect(logic.tracked(1)?.polling.isUnlisted == true)
        #expect(try !poll([reading()]))
        #expect(logic.tracked(1)?.polling.isUnlisted == false)
        #expect(try poll([]))
    }

    @Test func `a list leaves alone an order that is being worked on`() throws {
        var logic = KeeperLogic.example([.example(.activation)])
        logic.track(1) { $0.isBusy = true }
        try logic.recordPoll([reading(.cancelled)], asked: .hours(1), on: "pool")
        #expect(logic.line(1)?.state == .waiting)
        #expect(logic.tracked(1)?.polling.isUnlisted == nil)
    }

    @Test func `a list that shows only fetched messages omits nothing`() throws {
        var logic = KeeperLogic.example([.example(.activation)])
        change(&logic) { $0.deliversOnlyOnCheck = true }
        try logic.recordPoll([], asked: .hours(1), on: "pool")
        #expect(logic.tracked(1)?.polling.isUnlisted == nil)
    }

    @Test func `a partial entry with messages is stored only where nothing better comes`() throws {
        let partial = reading(.received, [code], isPartial: true)
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.activation)], on: disk)
        try logic.recordPoll([partial], asked: .hours(1), on: "pool")
        #expect(disk.content.texts[1] == nil)
        #expect(logic.books["pool"]?.looks.isEmpty == false, "the order itself is looked at")
        try logic.endLine(.unknownToProvider, on: 1)
        #expect(disk.content.texts[1] == [code.text])
        #expect(logic.line(1)?.state.isEnded == true)
    }

    @Test func `what came before an adoption is known once a whole list was read`() throws {
        for isWhole in [true, false] {
            var logic = KeeperLogic.example([.example(.activation) { $0.backlogUntil = noon }])
            try logic.receive([], on: 1, isWhole: isWhole)
            #expect((logic.line(1)?.backlogUntil == nil) == isWhole)
            #expect((logic.line(1)?.toldAt == noon) == isWhole)
        }
    }

    @Test func `only an answer that is clear confirms an end`() throws {
        for (phase, isConfirmed) in [
            (ActivationStatus.Phase.unclear, false), (.expired, true),
        ] {
            var logic = KeeperLogic.example([.example(.activation, state: .expired)])
            logic.known.noteEnd(of: 1, isByClock: true)
            try logic.receive([], on: 1, standing: ActivationStatus(phase))
            #expect(logic.books["pool"]?.endedByClock.isEmpty == isConfirmed)
        }
    }
}
