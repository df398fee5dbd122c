@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What can wait, what is asked for by itself, and what a look or a list is asked for.
@Suite struct `What an account asks for by itself` {
    /// Nothing is due but what a test is about.
    private func book(
        _ lines: [Line] = [], without missing: Set<Capabilities.Operation> = [],
        requestsPerSecond: Double = 100, _ change: (inout Capabilities) -> Void = { _ in }
    ) -> AccountBook {
        var book = AccountBook.example(
            lines, without: missing, requestsPerSecond: requestsPerSecond, change)
        book.account?.lists.compared(at: noon)
        book.account?.balance.end(with: .dollars(1), at: noon)
        return book
    }

    private func name(_ attempt: AccountBook.Attempt) -> String {
        switch attempt {
        case .started(.poll): "poll"
        case .started(.list): "list"
        case .started(.look(let line)): "look \(line.id)"
        case .started: "other"
        case .lacksBudget: "lacks budget"
        case .nothing: "nothing"
        }
    }

    private func routine(_ book: inout AccountBook, at moment: Moment = .noon) -> String {
        var earliest = moment.now + .hours(1)
        return name(book.startRoutine(at: moment, now: moment.now, earliest: &earliest))
    }

    // MARK: Waiting

    @Test func `a look may wait, what is written or urgent may not`() {
        let book = book()
        func canWait(_ kind: Duty.Kind, _ change: (inout Duty) -> Void = { _ in }) -> Bool {
            var duty = Duty(kind, line: 1, due: noon, reason: "")
            change(&duty)
            return book.canWait(duty, now: noon)
        }
        #expect(canWait(.look) && canWait(.poll) && canWait(.expire))
        #expect(!canWait(.refresh), "a rental would fall asleep")
        #expect(!canWait(.look) { $0.isAwaited = true })
        #expect(!canWait(.look) { $0.deadline = noon + .seconds(29) })
        #expect(canWait(.look) { $0.deadline = noon + .seconds(30) })
        for kind in [Duty.Kind.extend, .refund, .cancel, .warnExpiry, .warnRefund] {
            #expect(!canWait(kind))
        }
    }

    @Test func `to finish an order waits only where its provider is told`() {
        let finish = Duty(.finish, line: 1, due: noon, reason: "")
        #expect(!book().canWait(finish, now: noon))
        #expect(book { $0.operations.insert(.finish) }.canWait(finish, now: noon))
    }

    @Test func `a line that is over stays in the round while it is looked at for late messages`() {
        let over = Line.example(.rental, state: .expired) { line in
            line.endedAt = noon
            line.expiresAt = noon
            line.lookedAt = noon
        }
        var book = book([over])
        var earliest = noon + .hours(1)
        let due = book.dueDuties(
            book.pace(at: .noon), at: .noon, now: noon, earliest: &earliest)
        #expect(due.isEmpty && earliest == noon + .minutes(2))
        #expect(book.plannedLines.contains(1))
    }

    // MARK: The call for all orders

    @Test func `the call for all orders is made when a message may have come`() {
        func hinted(isWanted: Bool) -> String {
            var book = book([.example(.activation)])
            book.account?.polls.isWanted = isWanted
            var earliest = noon + .hours(1)
            return name(book.startHinted(at: .noon, now: noon, earliest: &earliest))
        }
        #expect(hinted(isWanted: true) == "poll")
        #expect(hinted(isWanted: false) == "nothing")
    }

    @Test func `the call for all orders waits five seconds after it failed, and for the budget`() {
        func poll(at time: Duration, isSpent: Bool = false) -> String {
            var book = book([.example(.activation)], requestsPerSecond: 1)
            _ = book.account?.polls.failed(nil, at: noon)
            let moment = Moment.noon.later(time)
            if isSpent { while book.admit(at: moment) == nil {} }
            var earliest = moment.now + .hours(1)
            return name(
                book.startPoll(isAwaited: false, at: moment, now: moment.now, earliest: &earliest))
        }
        #expect(poll(at: .seconds(4)) == "nothing")
        #expect(poll(at: .seconds(5)) == "poll")
        #expect(poll(at: .seconds(5), isSpent: true) == "lacks budget")
    }

    @Test func `a list that shows only fetched messages is asked for every half minute`() {
        var book = book([.example(.activation)]) { $0.deliversOnlyOnCheck = true }
        #expect(routine(&book) == "poll", "after a start nobody knows the last fetch")
        _ = book.account?.polls.answered()
        #expect(routine(&book, at: .noon.later(.seconds(29))) == "nothing")
        #expect(routine(&book, at: .noon.later(.seconds(30))) == "poll")
    }

    @Test func `that list is asked for only where there is one and an order waits`() {
        var unlisted = book([.example(.activation)], without: [.listActive]) {
            $0.deliversOnlyOnCheck = true
        }
        #expect(routine(&unlisted) == "nothing")
        var received = book([.example(.activation, state: .received)]) {
            $0.deliversOnlyOnCheck = true
        }
        #expect(routine(&received) == "nothing")
        var shown = book([.example(.activation)])
        #expect(routine(&shown) == "nothing", "the plan asks for it")
    }

    @Test func `lists wait for the budget`() {
        var book = book(requestsPerSecond: 1)
        book.account?.lists.hurry()
        var spent = book
        while spent.admit(at: .noon) == nil {}
        #expect(routine(&spent) == "lacks budget")
        #expect(routine(&book) == "list")
    }

    @Test func `an order is left out only by a call that should show it`() {
        let line = Line.example(.activation)
        var listing = book([line])
        #expect(!listing.isUnlisted(line))
        listing.change(1) { $0.polling.isUnlisted = true }
        #expect(listing.isUnlisted(line))
        var single = book([line], without: [.listActive])
        single.change(1) { $0.polling.isUnlisted = true }
        #expect(!single.isUnlisted(line))
    }

    // MARK: Looks

    @Test func `a glance is enough for an order that waits, unless something may have come`() {
        func wantsAll(
            _ line: Line = .example(.activation), _ change: (inout TrackedLine) -> Void = { _ in }
        ) -> Bool {
            var book = book([line])
            book.change(1, change)
            return book.wantsAll(of: 1)
        }
        #expect(!wantsAll())
        #expect(wantsAll(.example(.activation, state: .received)))
        #expect(wantsAll(.example(.activation) { $0.inDoubt = true }))
        #expect(wantsAll { $0.backoff = Backoff(after: nil, at: noon) })
        #expect(
            wantsAll {
                $0.polling.listed = ActivationReading(
                    providerID: "ID1", status: ActivationStatus(.received))
            })
        #expect(book().wantsAll(of: 1), "nobody knows it")
    }

    private func look(
        _ line: Line, after pause: Duration, deadline: Duration? = nil
    ) -> (String, AccountBook) {
        var book = book([line])
        book.change(1) { $0.backoff = Backoff(after: nil, at: noon - .seconds(1) + pause) }
        var duty = Duty(.look, line: 1, due: noon, reason: "")
        duty.deadline = deadline.map { noon + $0 }
        var earliest = noon + .hours(1)
        let attempt = book.startLook(for: duty, at: line, .noon, now: noon, earliest: &earliest)
        return (name(attempt), book)
    }

    @Test func `a line that fails is left alone, but not past the end of its listening`() {
        let line = Line.example(.rental)
        #expect(look(line, after: .seconds(5)).0 == "nothing")
        #expect(look(line, after: .zero).0 == "look 1")
        #expect(look(line, after: .seconds(5), deadline: .seconds(2)).0 == "nothing")
        #expect(
            look(line, after: .seconds(5), deadline: .zero).0 == "nothing",
            "its listening is over: there is nothing to save")
    }

    @Test func `the turn of a rental counts from when it is asked about`() {
        #expect(look(.example(.rental), after: .zero).1.lines[1]?.polling.checkedAt == noon)
        #expect(look(.example(.activation), after: .zero).1.lines[1]?.polling.checkedAt == nil)
    }

    // MARK: Decisions of the plan

    @Test func `a rental that is being extended is looked at and not given back`() {
        var policy = Policy()
        policy.rentals.refundUnused = true
        let line = Line.example(.rental) { line in
            line.refund.until = noon + .hours(1)
            line.lookedAt = noon
        }
        func kinds(_ actions: [OpenAction]) -> Set<Duty.Kind> {
            let book = AccountBook.example([line], actions, policy: policy)
            return Set(
                book.duties(of: line, book.pace(at: .noon), at: .noon, now: noon).map(\.kind))
        }
        #expect(kinds([]).isSuperset(of: [.refund, .look]))
        let extended = kinds([.example(.extend, state: .running)])
        #expect(!extended.contains(.refund) && extended.contains(.look))
    }

    @Test func `a planned action is early until its duty is due`() {
        var policy = Policy()
        policy.rentals.extendBefore = .days(1)
        policy.rentals.extendDays = 30
        func isEarly(_ kind: Action.Kind, left: Duration, origin: String = "plan") -> Bool {
            let line = Line.example(.rental) { $0.expiresAt = noon + left }
            return AccountBook.example([line], policy: policy)
                .isEarly(.example(kind, origin: origin), at: .noon)
        }
        #expect(isEarly(.extend, left: .days(1) + .seconds(1)))
        #expect(!isEarly(.extend, left: .days(1)))
        #expect(!isEarly(.extend, left: .days(2), origin: "console"))
        #expect(!isEarly(.refund, left: .days(2)), "the plan has none")
    }

    @Test func `a purchase with its balance noted is alone, and a running refund extends nothing`()
    {
        let order = OpenAction.example(.order, state: .running) { $0.balanceBefore = .dollars(1) }
        #expect(AccountBook.example([.example(.activation)], [order]).isAlone(7))
        let refund = OpenAction.example(.refund, state: .running, origin: "console")
        #expect(!AccountBook.example([.example(.rental)], [refund]).isBeingExtended(1))
    }

    @Test func `the call for all orders is not made twice at a time`() {
        var book = book([.example(.activation)])
        book.account?.polls.begin(at: .zero)
        var earliest = noon + .hours(1)
        let attempt = book.startPoll(isAwaited: true, at: .noon, now: noon, earliest: &earliest)
        #expect(name(attempt) == "nothing")
    }

    @Test func `an extension is still planned until the end it was planned for`() {
        func isPlanned(_ left: Duration, key end: Duration? = nil, _ state: LineState = .active)
            -> Bool
        {
            let line = Line.example(.rental, state: state) { $0.expiresAt = noon + left }
            var action = OpenAction.example(.extend)
            action.key = "plan-extend-1-\((noon + (end ?? left)).milliseconds)"
            return book([line]).isStillPlanned(action, at: .noon)
        }
        #expect(isPlanned(.seconds(1)))
        #expect(!isPlanned(.zero))
        #expect(!isPlanned(.days(9), key: .days(2)), "it was extended since")
        #expect(!isPlanned(.days(9), .refunded))
    }

    @Test func `a feed is opened again when the pause after a failure is over`() {
        var book = book()
        let lost = ProviderError.transport(.unreachable(host: "x", reason: "no"))
        _ = book.account?.health.note(lost, at: noon)
        #expect(book.admitFeed(at: .noon) == .seconds(1))
        #expect(book.admitFeed(at: .noon.later(.seconds(1))) == nil)
    }
}
