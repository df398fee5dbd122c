@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// Due work of an account, its order, and the requests it may use.
@Suite struct `The order of an account's work` {
    private func due(
        _ book: inout AccountBook, at moment: Moment = .noon
    ) -> (duties: [Duty], earliest: Instant) {
        var earliest = moment.now + .hours(1)
        let pace = book.pace(at: moment)
        let duties = book.dueDuties(pace, at: moment, now: moment.now, earliest: &earliest)
        return (duties, earliest)
    }

    private func start(
        hinted book: inout AccountBook, at moment: Moment = .noon
    ) -> AccountBook.Attempt {
        var earliest = moment.now + .hours(1)
        return book.startHinted(at: moment, now: moment.now, earliest: &earliest)
    }

    private func lookedAt(_ attempt: AccountBook.Attempt) -> Line.ID? {
        if case .started(.look(let line)) = attempt { line.id } else { nil }
    }

    @Test func `what a lane works on is left out, and so is what waits for its time`() {
        var book = AccountBook.example([.example(.rental), .example(.rental, id: 2)])
        #expect(Set(due(&book).duties.map(\.line)) == [1, 2])
        book.change(1) { $0.isBusy = true }
        #expect(Set(due(&book).duties.map(\.line)) == [2])
        book.change(2) { $0.shiftProviderTimes { $0.lookedAt = noon } }
        let (duties, earliest) = due(&book)
        #expect(duties.isEmpty)
        #expect(earliest > noon && earliest < noon + .hours(1))
    }

    @Test func `what somebody waits for goes first`() {
        var book = AccountBook.example([.example(.rental), .example(.rental, id: 2)])
        book.change(2) { $0.awaitedUntil = noon + .minutes(1) }
        #expect(due(&book).duties.first?.line == 2)
        book.change(2) { $0.awaitedUntil = noon }
        #expect(due(&book).duties.first?.line == 1)
    }

    @Test func `one that brings nothing but errors does not go before those that bring answers`() {
        var book = AccountBook.example([.example(.rental), .example(.rental, id: 2)])
        book.change(1) { $0.backoff = Backoff(after: nil, at: noon) }
        #expect(due(&book).duties.first?.line == 2)
    }

    @Test func `a line that is over and has nothing more to be done leaves the round`() {
        let over = Line.example(.rental, state: .refunded) { line in
            line.endedAt = noon - .days(3)
            line.lookedAt = noon - .days(2)
            line.expiresAt = noon - .days(3)
        }
        var book = AccountBook.example([over])
        #expect(book.plannedLines.contains(1))
        #expect(due(&book).duties.isEmpty)
        #expect(!book.plannedLines.contains(1))
        book.remember(over)
        #expect(book.plannedLines.contains(1), "until it changes")
    }

    @Test func `what is decided already is no duty`() {
        var policy = Policy()
        policy.rentals.extendBefore = .days(1)
        policy.rentals.extendDays = 30
        let line = Line.example(.rental) { line in
            line.expiresAt = noon + .hours(3)
            line.lookedAt = noon
            line.warnedOfExpiry = noon + .hours(3)
        }
        var book = AccountBook.example([line], policy: policy)
        #expect(due(&book).duties.map(\.kind) == [.extend])
        let key = "plan-extend-1-\((noon + .hours(3)).milliseconds)"
        book.change(1) { $0.note(decided: key, Written()) }
        book.replan()
        #expect(due(&book).duties.isEmpty)
    }

    @Test func `nothing is planned for a line of another provider, or where nobody answers`() {
        let line = Line.example(.rental)
        let book = AccountBook.example([line])
        let pace = book.pace(at: .noon)
        #expect(!book.duties(of: line, pace, at: .noon, now: noon).isEmpty)
        let other = Line.example(.rental) { $0.provider = .virtualsms }
        #expect(book.duties(of: other, pace, at: .noon, now: noon).isEmpty)
        #expect(
            AccountBook("pool", nil, policy: Policy()).duties(
                of: line, pace, at: .noon, now: noon
            ).isEmpty)
    }

    // MARK: Hints

    @Test func `lines that were told of are looked at in the order they were told of`() {
        let lines = (1...3).map { Line.example(.activation, id: $0) }
        var book = AccountBook.example(lines)
        for id in [3, 1] as [Line.ID] { book.looks.add(id) }
        #expect(lookedAt(start(hinted: &book)) == 3)
        #expect(book.lines[3]?.isBusy == true)
        #expect(lookedAt(start(hinted: &book)) == 1)
        #expect(lookedAt(start(hinted: &book)) == nil)
        #expect(book.account?.hintsInARow == 2)
    }

    @Test func `one that somebody waits for goes before, one that fails is left alone`() {
        let lines = (1...3).map { Line.example(.activation, id: $0) }
        var book = AccountBook.example(lines)
        for id in [1, 2, 3] as [Line.ID] { book.looks.add(id) }
        book.change(1) { $0.backoff = Backoff(after: nil, at: noon) }
        book.change(3) { $0.awaitedUntil = noon + .minutes(1) }
        #expect(lookedAt(start(hinted: &book)) == 3)
        #expect(lookedAt(start(hinted: &book)) == 2)
        #expect(lookedAt(start(hinted: &book)) == nil)
        #expect(lookedAt(start(hinted: &book, at: .noon.later(.seconds(1)))) == 1)
    }

    @Test func `while one call shows them all, it is made when it is late, whatever was told of`() {
        var book = AccountBook.example([.example(.activation)])
        book.looks.add(1)
        book.account?.polls.begin(at: Moment.noon.uptime)
        _ = book.account?.polls.answered()
        #expect(lookedAt(start(hinted: &book, at: .noon.later(.seconds(10)))) == 1)
        book.change(1) { $0.isBusy = false }
        book.looks.add(1)
        guard case .started(.poll) = start(hinted: &book, at: .noon.later(.seconds(11))) else {
            Issue.record("the call for all is late")
            return
        }
    }

    // MARK: Budget

    @Test func `what the budget has no requests for waits until it has`() {
        var book = AccountBook.example([.example(.rental)], requestsPerSecond: 1)
        var earliest = noon + .hours(1)
        var taken = 0
        while book.spend(1, for: .looks, isAwaited: false, at: .noon, earliest: &earliest) {
            taken += 1
        }
        // A quarter of four requests is reserved for people.
        #expect(taken == 3)
        #expect(earliest > noon && earliest < noon + .seconds(3))
        #expect(book.opening(for: 1, at: .noon) != nil)
        #expect(book.admit(at: .noon) == nil, "a person's request still goes out")
        #expect(book.admit(at: .noon) != nil)
        #expect(book.account?.requests.lastMinute(at: noon) == [.looks: 3, .person: 1])
    }

    @Test func `a feed is no way around a provider that asks to be left alone`() {
        var book = AccountBook.example()
        #expect(book.admitFeed(at: .noon) == nil)
        book.account?.budget.pause(until: noon + .seconds(30))
        #expect(book.admitFeed(at: .noon) == .seconds(30))
        _ = book.account?.health.note(
            .transport(.unreachable(host: "x", reason: "no")), at: noon)
        let hold = book.account?.health.holdUntil.map { $0 - noon }
        #expect(book.admitFeed(at: .noon) == hold)
        var nobody = AccountBook("pool", nil, policy: Policy())
        #expect(nobody.admitFeed(at: .noon) == .minutes(1))
    }

    @Test func `what requests cost follows from what the provider offers`() {
        var book = AccountBook.example([.example(.rental), .example(.activation, id: 2)]) {
            $0.textCost = 2
            $0.activePage = 10
        }
        #expect(book.cost(of: .example(.rental)) == 2)
        #expect(book.cost(of: .example(.activation, id: 2)) == 1)
        #expect(book.cost(of: .example(.activation, id: 2, state: .received)) == 1)
        book.change(2) { $0.shiftProviderTimes { $0.state = .received } }
        #expect(book.cost(of: .example(.activation, id: 2)) == 3, "all of it is wanted")
        #expect(book.cost(of: Action.Kind.refund) == 2)
        #expect(book.cost(of: Action.Kind.finish) == 0, "nobody is told")
        for id in 3...23 { book.remember(.example(.activation, id: Line.ID(id))) }
        #expect(book.pollCost == 3)
        var dumb = AccountBook.example([.example(.rental)]) { $0.tellsRentalTexts = false }
        #expect(dumb.cost(of: .example(.rental)) == 3)
        dumb.account = nil
        #expect(dumb.cost(of: .example(.rental)) == 2)
    }

    // MARK: Routine

    @Test func `lists come before the balance, and neither twice at a time`() {
        var book = AccountBook.example()
        func start(at moment: Moment) -> AccountBook.Attempt {
            var earliest = moment.now + .hours(1)
            return book.startRoutine(at: moment, now: moment.now, earliest: &earliest)
        }
        guard case .started(.list) = start(at: .noon), case .started(.balance) = start(at: .noon),
            case .nothing = start(at: .noon)
        else {
            Issue.record("lists, balance, nothing")
            return
        }
        book.account?.lists.compared(at: noon)
        book.account?.balance.end(with: Money(tenThousandths: 1), at: noon)
        guard case .nothing = start(at: .noon.later(.minutes(9))),
            case .started(.list) = start(at: .noon.later(.minutes(10))),
            case .nothing = start(at: .noon.later(.minutes(29))),
            case .started(.balance) = start(at: .noon.later(.minutes(30)))
        else {
            Issue.record("every ten minutes, every thirty")
            return
        }
    }

    @Test func `what calls tell of money is asked for within a minute`() {
        var book = AccountBook.example()
        book.account?.lists.compared(at: noon)
        book.account?.balance.end(with: Money(tenThousandths: 1), at: noon)
        book.toCompare[7] = Comparison(account: "pool", since: .zero)
        var earliest = noon + .hours(1)
        let moment = Moment.noon.later(.minutes(1))
        guard
            case .started(.balance) = book.startRoutine(
                at: moment, now: moment.now, earliest: &earliest)
        else {
            Issue.record("a call waits for a balance")
            return
        }
    }

    @Test func `one that is gone is only asked for its balance, when it is time`() {
        var book = AccountBook.example([.example(.rental)])
        var earliest = noon + .hours(1)
        guard case .balance = book.startGoneAccountWork(at: .noon, earliest: &earliest),
            case .idle = book.startGoneAccountWork(at: .noon, earliest: &earliest)
        else {
            Issue.record("once, and not while it is asked")
            return
        }
    }
}
