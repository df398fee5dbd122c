@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// What is done about a call whose outcome is unknown, by evidence or without.
@Suite struct `A doubt` {
    private func extending(
        origin: String = "plan", doubts: Int = 1, attempts: Int = 1,
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> OpenAction {
        var action = OpenAction.example(
            .extend, state: .doubt, origin: origin, attempts: attempts)
        action.updateDetails { details in
            details.doubtSince = noon
            details.days = 30
            details.expiryBefore = noon + .days(20)
            details.doubts = doubts
            change(&details)
        }
        return action
    }

    // MARK: It did not happen

    private func afterwards(_ doubt: OpenAction) throws -> OpenAction? {
        var logic = KeeperLogic.example(
            [.example(.rental) { $0.inDoubt = true }], [doubt], at: .noon.later(.minutes(2)))
        let status = RentalStatus(isAvailable: true, expiresAt: noon + .days(20))
        try logic.settleDoubts(of: 1, status: status)
        #expect(logic.line(1)?.inDoubt == false)
        return logic.openAction(7)
    }

    @Test func `what did not happen is tried again up to five times, a person's not at all`() throws
    {
        let again = try afterwards(extending(attempts: 2))
        #expect(again?.state == .pending)
        #expect(again?.dueAt == noon + .minutes(2) + .seconds(20))
        #expect(try afterwards(extending(doubts: 4)) != nil)
        #expect(try afterwards(extending(doubts: 5)) == nil)
        #expect(try afterwards(extending(origin: "console")) == nil)
    }

    @Test func `an extension of the plan is tried as long as there is time`() throws {
        var planned = extending(doubts: 9)
        let duty = Duty(.extend, line: 1, due: noon, reason: "")
        planned.key = try #require(AccountBook.planKey(duty, .example(.rental)))
        #expect(try afterwards(planned)?.dueAt == noon + .minutes(32))
        planned.origin = "console"
        #expect(try afterwards(planned) == nil)
    }

    @Test func `a person may say that it did not happen, and only of a doubt`() throws {
        var logic = KeeperLogic.example(
            [.example(.rental) { $0.inDoubt = true }], [.doubt(.refund)])
        try logic.dismiss(7)
        #expect(logic.openAction(7) == nil)
        #expect(logic.line(1)?.inDoubt == false)
        var running = KeeperLogic.example([.example(.rental)], [.example(.refund, state: .running)])
        #expect(throws: KeeperError.self) { try running.dismiss(7) }
    }

    // MARK: Lists

    @Test func `each kind is settled by its own list`() throws {
        let draft = Line.example(.activation, id: 2, state: .ordering) { $0.providerID = nil }
        let doubts = [
            OpenAction.doubt(.refund, id: 7), .doubt(.order, id: 8, line: 2),
            .doubt(.cancel, id: 9, line: 3),
        ]
        func open(rentals: [HeldRental]?, orders: OrderLists?) throws -> [Action.ID] {
            var logic = KeeperLogic.example(
                [.example(.rental), draft, .example(.activation, id: 3)], doubts,
                at: .noon.later(.minutes(2)))
            try logic.settle(
                rentals: rentals, orders: orders, began: noon + .minutes(2), on: "pool")
            return logic.openActions.map(\.id)
        }
        let orders = OrderLists(active: [], past: [], began: noon + .minutes(2))
        #expect(try open(rentals: nil, orders: nil) == [7, 8, 9])
        #expect(try open(rentals: [], orders: nil) == [8, 9])
        #expect(try open(rentals: nil, orders: orders) == [7, 9])
    }

    @Test func `a purchase is not looked for while another is running`() throws {
        let drafts = [2, 3].map { id in
            Line.example(.activation, id: id, state: .ordering) { $0.providerID = nil }
        }
        var logic = KeeperLogic.example(
            drafts,
            [
                .doubt(.order, line: 2),
                .example(.order, id: 8, line: 3, state: .running, origin: "console"),
            ], at: .noon.later(.minutes(2)))
        let orders = OrderLists(active: [], past: [], began: noon + .minutes(2))
        try logic.settle(rentals: [], orders: orders, began: orders.began, on: "pool")
        #expect(logic.openAction(7)?.state == .doubt)
    }

    @Test func `a list of rentals settles no order, and one of orders no rental`() throws {
        let draft = Line.example(.rental, id: 2, state: .ordering) { $0.providerID = nil }
        var logic = KeeperLogic.example(
            [draft], [.doubt(.rent, line: 2)], at: .noon.later(.minutes(2)))
        let orders = OrderLists(active: [], past: [], began: noon + .minutes(2))
        try logic.settle(rentals: nil, orders: orders, began: orders.began, on: "pool")
        #expect(logic.openAction(7)?.state == .doubt)
        try logic.settle(rentals: [], orders: nil, began: orders.began, on: "pool")
        #expect(logic.openAction(7) == nil)
    }

    // MARK: Payments

    @Test func `extensions are told by payments where the provider tells no expiry`() throws {
        var logic = KeeperLogic.example([.example(.rental)], [extending()])
        #expect(logic.extensionsUntold(on: "pool").isEmpty)
        var provider = UnreachableProvider()
        provider.capabilities.tellsExpiry = false
        logic.books["pool"]?.account?.configuration.provider = provider
        #expect(logic.extensionsUntold(on: "pool").map(\.providerID) == ["ID1"])
        logic = KeeperLogic.example([.example(.rental)], [.doubt(.refund)])
        logic.books["pool"]?.account?.configuration.provider = provider
        #expect(logic.extensionsUntold(on: "pool").isEmpty)
    }

    /// The action and the amounts booked after the payments were read.
    private func paid(
        periods: Int?, balance: Money?, after time: Duration = .minutes(2),
        state: Action.State = .doubt
    ) throws -> (action: OpenAction?, booked: [Money], line: Line?) {
        var doubt = extending(origin: "console") { details in
            details.price = .dollars(2)
            details.paidPeriodsBefore = 1
            details.balanceBefore = .dollars(10)
        }
        doubt.state = state
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], [doubt], on: disk)
        logic.begin(at: .noon.later(time))
        try logic.settle(
            extension: 7, paidPeriods: periods, balance: balance, asked: noon + time, on: "pool")
        return (logic.openAction(7), disk.content.ledger.map(\.amount), logic.line(1))
    }

    @Test func `one more period paid for is an extension, for what is missing`() throws {
        let made = try paid(periods: 2, balance: .dollars(7))
        #expect(made.action == nil)
        #expect(made.booked == [.dollars(3)])
        #expect(made.line?.expiresAt == noon + .days(50))
        #expect(try paid(periods: 2, balance: nil).booked == [.dollars(2)])
        #expect(try paid(periods: 2, balance: .dollars(10)).booked == [.dollars(2)])
    }

    @Test func `no period more and no money gone is no extension, after long enough`() throws {
        #expect(try paid(periods: 1, balance: .dollars(10)).action == nil)
        #expect(try paid(periods: 1, balance: .dollars(10)).booked.isEmpty)
        #expect(try paid(periods: 1, balance: .dollars(10), after: .seconds(60)).action != nil)
        #expect(try paid(periods: 1, balance: .dollars(8)).action != nil, "they contradict")
        #expect(try paid(periods: nil, balance: nil).action != nil)
        #expect(try paid(periods: 2, balance: .dollars(8), state: .running).action != nil)
    }

    // MARK: Without evidence

    /// What is open after the time to act has nearly run out.
    private func reconsidered(
        _ doubt: OpenAction, left: Duration, after time: Duration = .hours(1),
        _ change: (inout KeeperSettings) -> Void = { _ in }, on disk: PaperDisk = PaperDisk(),
        line alter: (inout Line) -> Void = { _ in }
    ) throws -> Action.State? {
        let moment = Moment.noon.later(time)
        let line = Line.example(doubt.kind == .cancel ? .activation : .rental) { line in
            line.expiresAt = moment.now + left
            line.refund.until = moment.now + left
            alter(&line)
        }
        var logic = KeeperLogic.example([line], [doubt], on: disk, at: moment, change)
        try logic.reconsider(on: "pool")
        return logic.openAction(7)?.state
    }

    @Test func `a refund and a cancel are asked for once more in their last minutes`() throws {
        for (kind, minutes) in [(Action.Kind.refund, 5), (.cancel, 3)] {
            let doubt = OpenAction.doubt(kind)
            let end = Duration.minutes(minutes)
            #expect(try reconsidered(doubt, left: end) == .doubt)
            #expect(try reconsidered(doubt, left: end - .milliseconds(1)) == .pending)
            #expect(try reconsidered(doubt, left: .zero) == .doubt)
            #expect(
                try reconsidered(doubt, left: .minutes(1), after: .seconds(60)) == .doubt,
                "the answer may still be seen")
        }
    }

    @Test func `an extension is made again shortly before the end, twice at most`() throws {
        #expect(try reconsidered(extending(), left: .minutes(29)) == .pending)
        #expect(try reconsidered(extending(), left: .minutes(30)) == .doubt)
        #expect(try reconsidered(extending(), left: .zero) == .doubt)
        #expect(try reconsidered(extending(), left: .seconds(-1)) == .doubt)
        #expect(try reconsidered(extending { $0.unsure = 1 }, left: .minutes(29)) == .pending)
        #expect(try reconsidered(extending { $0.unsure = 2 }, left: .minutes(29)) == .doubt)
        #expect(
            try reconsidered(extending(), left: .minutes(29), line: { $0.state = .expired })
                == .doubt)
        #expect(
            try reconsidered(extending(), left: .minutes(29)) {
                $0.policy.rentals.extendWhenUnsure = .ask
            } == .doubt)
    }

    @Test func `an extension is not made again before a quarter of the time that is left`() throws {
        let left = Duration.minutes(20)
        #expect(try reconsidered(extending(), left: left, after: .minutes(5)) == .doubt)
        #expect(
            try reconsidered(extending(), left: left, after: .minutes(5) + .milliseconds(1))
                == .pending)
        // Ten minutes are enough.
        func early(_ time: Duration) throws -> Action.State? {
            try reconsidered(extending(), left: .hours(5), after: time) {
                $0.policy.rentals.extendBefore = .days(2)
            }
        }
        #expect(try early(.minutes(10)) == .doubt)
        #expect(try early(.minutes(10) + .milliseconds(1)) == .pending)
    }

    @Test func `a person's extension is made again only where extensions are wanted`() throws {
        let doubt = extending(origin: "console")
        let disk = PaperDisk()
        #expect(try reconsidered(doubt, left: .minutes(29), on: disk) == .doubt)
        #expect(disk.content.events.map(\.kind) == ["unsure"])
        #expect(disk.content.actions[7]?.details.asked == true)
        #expect(
            try reconsidered(doubt, left: .minutes(29)) {
                $0.policy.rentals.extendBefore = .hours(1)
            } == .pending)
        let asked = extending(origin: "console") { $0.asked = true }
        let quiet = PaperDisk()
        #expect(try reconsidered(asked, left: .minutes(29), on: quiet) == .doubt)
        #expect(quiet.content.transactions.isEmpty, "a person is asked once")
    }

    @Test func `an extension in doubt that was refused ends, and the plan decides anew`() throws {
        var planned = extending()
        let duty = Duty(.extend, line: 1, due: noon, reason: "")
        planned.key = try #require(AccountBook.planKey(duty, .example(.rental)))
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], [planned], on: disk)
        try logic.recordOutcome(of: 7, .declined("No money."))
        #expect(logic.openAction(7) == nil)
        #expect(disk.content.actions[7]?.key == planned.key + "-failed-7")
    }
}
