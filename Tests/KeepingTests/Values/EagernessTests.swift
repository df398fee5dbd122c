@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// When a line is asked about as often as the budget allows, and how often that is.
@Suite struct `The eagerness of an account` {
    private static let young = noon - .minutes(1)

    private func order(_ id: Line.ID = 1, _ change: (inout Line) -> Void = { _ in }) -> Line {
        .example(.activation, id: id) { line in
            line.purchasedAt = Self.young
            change(&line)
        }
    }

    private func rental(_ id: Line.ID = 1, _ change: (inout Line) -> Void = { _ in }) -> Line {
        .example(.rental, id: id) { line in
            line.purchasedAt = Self.young
            line.listening.isAvailable = true
            change(&line)
        }
    }

    private func orders(_ count: Int) -> [Line] { (1...count).map { order(Line.ID($0)) } }

    private func interval(
        _ lines: [Line], without missing: Set<Capabilities.Operation> = [], rate: Double = 1,
        policy: Policy = Policy(), _ change: (inout Capabilities) -> Void = { _ in }
    ) -> Double? {
        AccountBook.example(
            lines, without: missing, policy: policy, requestsPerSecond: rate, change
        ).pace(at: .noon).all.eager?.inSeconds
    }

    // MARK: How often

    /// At each documented limit, with the lines of one person.
    @Test(
        arguments: [
            (10.0, 1, 0, 0.5), (10, 5, 5, 0.5), (5, 1, 0, 0.5), (5, 5, 5, 0.75), (1, 1, 0, 1.2),
            (1, 5, 0, 1.2),
        ] as [(rate: Double, orders: Int, rentals: Int, most: Double)])
    func `uses what calm lines leave, down to the shortest interval`(
        _ rate: Double, _ orders: Int, _ rentals: Int, _ most: Double
    ) throws {
        let lines =
            self.orders(orders) + (0..<rentals).map { rental(Line.ID(100 + $0)) }
        let found = try #require(interval(lines, rate: rate))
        #expect(found <= most && found >= 0.5)
        // Whoever asks for that much still leaves a part.
        #expect(1 / found + Double(rentals) / 3 / found < rate)
    }

    @Test func `one call for all orders costs as much as for one, and looks cost one each`() {
        #expect(interval(orders(1)) == interval(orders(50)))
        func single(_ count: Int) -> Double? {
            interval(orders(count), without: [.listActive], rate: 5) { $0.shortestCheck = .zero }
        }
        #expect(single(1) == 0.5)
        #expect(single(5).map { $0 > 1 && $0 < 1.2 } == true)
    }

    @Test func `single orders are not asked about more often than their provider recommends`() {
        func single(_ change: (inout Capabilities) -> Void = { _ in }) -> Double? {
            interval(orders(1), without: [.listActive], rate: 100, change)
        }
        #expect(single() == 3)
        #expect(single { $0.shortestCheck = .zero } == 0.5)
        #expect(interval(orders(1), rate: 100) == 0.5, "a list is not a single order")
        #expect(Capabilities.of(.sms1001).shortestCheck == .zero)
        #expect(HandlerAPIDialect.daisysms.capabilities.shortestCheck == .seconds(3))
    }

    @Test func `nothing is faster than the person allows`() {
        var policy = Policy()
        policy.polling.awaited = .seconds(4)
        #expect(interval(orders(1), rate: 100, policy: policy) == 4)
    }

    @Test func `a crowd that needs more than there is leaves nothing for eagerness`() {
        #expect(interval(orders(50), without: [.listActive]) == nil)
        let crowd = AccountBook.example(
            orders(50), without: [.listActive], requestsPerSecond: 1
        ).pace(at: .noon)
        #expect(crowd.isCrowded)
        #expect(!AccountBook.example(orders(50), requestsPerSecond: 1).pace(at: .noon).isCrowded)
    }

    @Test func `in a crowd, a call that shows many goes before calls that show one`() {
        func slowdown(listed: Int, single: Int) -> (poll: Double, look: Double) {
            var book = AccountBook.example(orders(listed + single), requestsPerSecond: 1)
            book.changeAll(where: { $0.line.id > listed }) { $0.polling.isUnlisted = true }
            let all = book.pace(at: .noon)
            let last = book.lines[Line.ID(listed + single)]?.line ?? order()
            return (
                book.pace(of: order(1), like: all, at: .noon).slowdown,
                book.pace(of: last, like: all, at: .noon).slowdown
            )
        }
        let many = slowdown(listed: 100, single: 100)
        #expect(many.look > 20 && abs(many.poll * 10 - many.look) < 1e-6)
        let few = slowdown(listed: 1, single: 100)
        #expect(few.poll == few.look)
    }

    // MARK: When

    private func isEager(
        _ line: Line, after time: Duration = .zero, _ change: (inout AccountBook) -> Void = { _ in }
    ) -> Bool {
        var book = AccountBook.example([line])
        change(&book)
        let moment = Moment.noon.later(time)
        let pace = book.pace(of: line, like: book.pace(at: moment), at: moment)
        return pace.eager != nil
    }

    @Test func `lasts ten minutes from the purchase`() {
        for line in [order(), rental()] {
            #expect(isEager(line))
            #expect(isEager(line, after: .minutes(8)))
            #expect(!isEager(line, after: .minutes(9)))
        }
        #expect(!isEager(order { $0.purchasedAt = noon + .hours(1) }), "a wrong date")
    }

    @Test func `begins again with a message, a hint, or a person who waits`() {
        let old = rental { $0.purchasedAt = noon - .days(3) }
        #expect(!isEager(old))
        #expect(isEager(rental { $0.lastMessageAt = noon - .minutes(9) }))
        #expect(isEager(old) { $0.change(1) { $0.stirredAt = noon - .minutes(9) } })
        #expect(!isEager(old) { $0.change(1) { $0.stirredAt = noon - .minutes(10) } })
        #expect(isEager(old) { $0.change(1) { $0.awaitedUntil = noon + .seconds(1) } })
    }

    @Test func `is stirred at once by news, by messages and by whoever asks for a code`() throws {
        func stirred(_ act: (inout KeeperLogic) throws -> Void) rethrows -> Bool {
            let old = rental { $0.purchasedAt = noon - .days(3) }
            var logic = KeeperLogic.example([old])
            try act(&logic)
            return logic.tracked(1)?.stirredAt == noon
        }
        #expect(!stirred { _ in })
        #expect(try stirred { try $0.recordNews(PushNews(providerID: "ID1"), on: "pool") })
        #expect(stirred { $0.expectMessage(on: 1, for: .seconds(1)) })
        #expect(try stirred { try $0.receive([ReceivedMessage(text: "1234")], on: 1) })
        #expect(try !stirred { try $0.receive([], on: 1) })
        #expect(
            try stirred { logic in
                var news = PushNews(providerID: "ID1")
                news.message = ReceivedMessage(text: "1234")
                try logic.recordNews(news, on: "pool")
            })
    }

    @Test func `what is told elsewhere, or not at all, needs no eagerness`() {
        func needs(_ line: Line, _ change: (inout AccountBook) -> Void = { _ in }) -> Bool {
            var book = AccountBook.example([line])
            change(&book)
            return book.eagerUntil(at: .noon) != nil
        }
        #expect(needs(order()) && needs(rental()))
        #expect(!needs(order { $0.state = .received }))
        #expect(!needs(order()) { $0.change(1) { $0.polling.hasFeed = true } })
        #expect(!needs(order()) { $0.change(1) { $0.polling.isUnlisted = true } })
        #expect(!needs(rental { $0.listening.isAvailable = false }))
        #expect(AccountBook.example([order()]).eagerUntil(at: .noon) == noon + .minutes(9))
    }

    // MARK: The budget

    /// What eager lines leave is enough for people and for calls that wait for room.
    @Test func `leaves the bucket to people`() throws {
        var book = AccountBook.example(orders(3), requestsPerSecond: 1)
        let interval = try #require(book.pace(at: .noon).all.eager)
        var moment = Moment.noon
        var earliest = noon
        while book.admit(at: moment) == nil {}
        for _ in 0..<200 {
            moment = moment.later(interval)
            _ = book.spend(1, for: .polls, isAwaited: false, at: moment, earliest: &earliest)
        }
        #expect(book.opening(for: 2, at: moment.later(interval)) == nil, "room for a price")
        let taken = (0..<9).prefix { _ in book.admit(at: moment) == nil }.count
        #expect(taken >= 3)
    }

    @Test func `a look that uses spare requests waits for plenty, but not for ever`() {
        let seen = order {
            $0.state = .received
            $0.lookedAt = noon
        }
        var book = AccountBook.example([seen], requestsPerSecond: 1)
        book.change(1) { tracked in
            var reading = ActivationReading(providerID: "ID1", status: ActivationStatus(.received))
            reading.messages = [ReceivedMessage(text: "1234")]
            _ = tracked.noteListed(reading, at: .zero)
            tracked.polling.checkedAt = noon - .seconds(30)
        }
        func isDue(spending count: Int, after time: Duration = .zero) -> Bool {
            var book = book
            var earliest = noon + .hours(1)
            let moment = Moment.noon.later(time)
            _ = book.spend(
                count, for: .looks, isAwaited: true, at: moment, earliest: &earliest)
            return book.dueDuties(
                book.pace(at: moment), at: moment, now: moment.now, earliest: &earliest
            ).contains { $0.isSpare }
        }
        #expect(isDue(spending: 0))
        #expect(!isDue(spending: 2))
        #expect(isDue(spending: 2, after: .minutes(6)))
    }

    @Test func `a feed is not opened while looks bring more`() {
        var crowd = AccountBook.example(orders(50), without: [.listActive], requestsPerSecond: 1)
        #expect(crowd.admitFeed(at: .noon) == .seconds(10))
        var few = AccountBook.example(orders(50), requestsPerSecond: 1)
        #expect(few.admitFeed(at: .noon) == nil)
        #expect(few.account?.requests.lastMinute(at: noon) == [.feeds: 1])
    }

    @Test func `requests that are found to be needed only afterwards fit the limit as well`() {
        func most(_ textCost: Int) -> Double {
            let budget = AccountBook.example(requestsPerSecond: 5) { $0.textCost = textCost }
                .account?.budget
            // What is sent in a little more than a minute can arrive within one.
            return (budget?.burst ?? 0) + (budget?.rate ?? 0) * 60.5
        }
        #expect(abs(most(0) - 300) < 1e-6)
        #expect(abs(most(1) + Double(Account.lanes) - 300) < 1e-6)
    }
}
