@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// How soon the budget of an account lets a message be noticed.
@Suite struct `The pace of an account` {
    /// The pace with one request a second for lines, whatever the routine takes.
    private func pace(
        _ lines: [Line], without missing: Set<Capabilities.Operation> = [],
        requestsPerSecond: Double = 1,
        _ change: (inout AccountBook) -> Void = { _ in }
    ) -> AccountPace {
        var book = AccountBook.example(
            lines, without: missing, requestsPerSecond: requestsPerSecond)
        change(&book)
        return book.pace(at: .noon)
    }

    private func orders(_ count: Int, _ change: (inout Line) -> Void = { _ in }) -> [Line] {
        (1...count).map { .example(.activation, id: Line.ID($0), change) }
    }

    private func rentals(_ count: Int, _ change: (inout Line) -> Void = { _ in }) -> [Line] {
        (1...count).map { .example(.rental, id: Line.ID($0), change) }
    }

    @Test func `orders that one call shows cost one call, however many they are`() {
        let few = pace(orders(1)).all
        let many = pace(orders(50)).all
        #expect(few.isPolledWithOthers)
        #expect(few.slowdown == many.slowdown)
        #expect(few.eager == many.eager)
        let single = pace(orders(50), without: [.listActive]).all
        #expect(!single.isPolledWithOthers)
        #expect(single.slowdown > 10)
    }

    @Test func `an order that the list leaves out is looked at by itself`() {
        func slowdown(_ change: (inout AccountBook) -> Void = { _ in }) -> Double {
            pace(orders(20), change).all.slowdown
        }
        let listed = slowdown()
        let unlisted = slowdown { book in
            book.changeAll(where: { _ in true }) { $0.polling.isUnlisted = true }
        }
        #expect(unlisted > listed * 2)
        var reading = ActivationReading(providerID: "ID1", status: ActivationStatus(.unclear))
        reading.messages = [ReceivedMessage(text: "1234")]
        let partial = slowdown { book in
            book.changeAll(where: { _ in true }) { _ = $0.noteListed(reading, at: .zero) }
        }
        #expect(partial > listed, "the list does not show all of it")
    }

    @Test func `an order that has its code asks for less than one that waits`() {
        let waiting = pace(orders(40), without: [.listActive]).all
        let received = pace(orders(40) { $0.state = .received }, without: [.listActive]).all
        #expect(received.slowdown < waiting.slowdown)
        #expect(received.eager == nil, "nobody waits for its code")
    }

    @Test func `a rental is looked at less often than an order, and a sleeping one hardly ever`() {
        let orders = pace(orders(40), without: [.listActive]).all
        let always = pace(rentals(40), without: [.listActive]).all
        #expect(always.slowdown > 1 && always.slowdown < orders.slowdown * 2)
        var policy = Policy()
        policy.rentals.listening = .onDemand
        let asleep = AccountBook.example(rentals(40), policy: policy, requestsPerSecond: 1)
            .pace(at: .noon).all
        #expect(asleep.slowdown < always.slowdown / 4)
    }

    @Test func `a line that is over costs little`() {
        let over = rentals(40) { line in
            line.state = .expired
            line.endedAt = noon
        }
        #expect(pace(over).all.slowdown == 1)
    }

    @Test func `awaited lines take half of what is left`() {
        func awaited(_ lines: [Line], _ count: Int = 40) -> Duration {
            pace(lines, without: [.listActive]) { book in
                book.changeAll(where: { _ in true }) { $0.awaitedUntil = noon + .minutes(1) }
            }.all.awaited
        }
        #expect(awaited(orders(40)) > .minutes(1))
        #expect(awaited(orders(1)) > .zero)
        // One call for all of them is made for whoever waits.
        let together = pace(orders(40)) { book in
            book.changeAll(where: { _ in true }) { $0.awaitedUntil = noon + .minutes(1) }
        }
        #expect(together.all.awaited > .zero && together.all.awaited < .seconds(10))
        #expect(pace(orders(40)).all.awaited == .zero)
    }

    // MARK: Upkeep

    private func sleeper(_ line: inout Line) {
        line.listening.window = .minutes(2)
        line.lookedAt = noon
    }

    @Test func `only rentals that somebody wants listening are kept on`() {
        var onDemand = Policy()
        onDemand.rentals.listening = .onDemand
        func count(_ policy: Policy, _ change: (inout AccountBook) -> Void = { _ in }) -> Int {
            var book = AccountBook.example(rentals(3, sleeper), policy: policy)
            change(&book)
            return book.pace(at: .noon).upkeep.count
        }
        #expect(count(Policy()) == 3)
        #expect(count(onDemand) == 0)
        #expect(count(onDemand) { $0.change(2) { $0.awaitedUntil = noon + .minutes(1) } } == 1)
        #expect(
            count(onDemand) { book in
                book.change(2) {
                    $0.shiftProviderTimes { $0.listening.wantedUntil = noon + .minutes(1) }
                }
            } == 1)
        #expect(pace(rentals(3)).upkeep.count == 0, "these do not fall asleep")
        #expect(pace(rentals(3) { $0.state = .expired }).upkeep.count == 0)
    }

    @Test func `rentals that the budget cannot keep on are told of, when all of them are known`() {
        var book = AccountBook.example(rentals(90, sleeper), requestsPerSecond: 1)
        let upkeep = book.pace(at: .noon).upkeep
        #expect(upkeep.isShort)
        let later = Moment.noon.later(.seconds(30))
        func tell(_ change: (inout AccountBook) -> Void = { _ in }) -> String? {
            var book = book
            if let first = book.shortageToTell(upkeep, at: .noon) {
                book.account?.shortage = first.watch
            }
            change(&book)
            return book.shortageToTell(upkeep, at: later)?.text
        }
        #expect(tell()?.contains("90 rentals need") == true)
        let lost = ProviderError.transport(.unreachable(host: "x", reason: "no"))
        #expect(tell { _ = $0.account?.health.note(lost, at: noon) } == nil)
        let new = Line.example(.rental, id: 91)
        #expect(tell { $0.remember(new) } == nil, "nobody knows what it needs")
        #expect(
            tell {
                $0.remember(new)
                $0.change(91) { $0.backoff = Backoff(after: nil, at: noon) }
            } != nil)
        #expect(tell { $0.remember(.example(.activation, id: 91)) } != nil)
        #expect(book.shortage(upkeep)?.contains("Raise requests_per_second to ") == true)
        book.account = nil
        #expect(book.shortageToTell(upkeep, at: later) == nil)
    }

    // MARK: What a person is told

    @Test func `a message is noticed after half an interval on average`() {
        func delay(
            _ lines: [Line], without missing: Set<Capabilities.Operation> = [],
            _ change: (inout AccountBook) -> Void = { _ in }
        ) -> Duration? {
            var book = AccountBook.example(lines, without: missing)
            change(&book)
            return book.noticeDelay(at: .noon)
        }
        #expect(delay([]) == nil)
        #expect(delay(rentals(1) { $0.state = .expired }) == nil)
        #expect(delay(rentals(1)) == .seconds(5))
        #expect(delay(orders(1) { $0.state = .received }) == .milliseconds(7500))
        #expect(
            delay([.example(.rental), .example(.activation, id: 2, state: .received)])
                == .milliseconds(6250))
        #expect(
            delay(orders(1)) { $0.change(1) { $0.polling.hasFeed = true } } == .zero,
            "a feed tells of it at once")
        var quiet = AccountBook.example(rentals(1)) { $0.tellsRentalTexts = false }
        #expect(quiet.noticeDelay(at: .noon) == nil, "no look brings its messages")
        quiet.account = nil
        #expect(quiet.noticeDelay(at: .noon) == nil)
    }

    @Test func `the call for all orders costs what it costs, also when nobody waits`() {
        #expect(pace(orders(1), requestsPerSecond: 0.1).all.slowdown > 2)
        #expect(pace([], requestsPerSecond: 0.1).all.slowdown == 1)
    }
}
