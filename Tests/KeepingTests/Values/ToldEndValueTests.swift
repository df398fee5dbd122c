@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Reported ends that cannot be right: what is done about them, and when they are believed.
@Suite struct `An end that contradicts what is known` {
    private let early = noon + .days(10)

    private func status(_ end: Instant) -> Observation {
        .status(RentalStatus(isAvailable: true, expiresAt: end))
    }

    @Test func `is asked about, told once, and not taken`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], on: disk)
        try logic.observe(status(early), on: 1)
        #expect(logic.line(1)?.expiresAt == noon + .days(20))
        #expect(logic.books["pool"]?.looks.isEmpty == false)
        #expect(logic.tracked(1)?.doubtedEnd != nil)
        try logic.observe(status(early), on: 1)
        try logic.observe(status(early + .minutes(1)), on: 1)
        #expect(disk.content.events.count { $0.kind == "end_unclear" } == 1)
        try logic.observe(status(early - .days(1)), on: 1)
        #expect(disk.content.events.count { $0.kind == "end_unclear" } == 2, "that is another")
    }

    @Test func `is believed with the look that confirms a list`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        try logic.observe(.listed(expiresAt: early), on: 1)
        #expect(logic.line(1)?.expiresAt == noon + .days(20))
        try logic.observe(status(early), on: 1)
        #expect(logic.line(1)?.expiresAt == early)
        #expect(logic.tracked(1)?.doubtedEnd == nil)
    }

    @Test func `is believed with the next look when a list confirms one`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        try logic.observe(status(early), on: 1)
        try logic.observe(.listed(expiresAt: early), on: 1)
        #expect(logic.line(1)?.expiresAt == noon + .days(20))
        #expect(logic.tracked(1)?.doubtedEnd != nil)
        try logic.observe(status(early), on: 1)
        #expect(logic.line(1)?.expiresAt == early)
    }

    @Test func `is forgotten when the next look shows the known one`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        try logic.observe(status(early), on: 1)
        try logic.observe(status(noon + .days(20)), on: 1)
        #expect(logic.tracked(1)?.doubtedEnd == nil)
    }

    // MARK: Extensions

    private func extending(
        _ policy: Policy = Policy(), end: Instant = noon + .hours(1)
    ) -> (AccountBook, OpenAction) {
        let action = OpenAction.example(.extend) { $0.days = 30 }
        let line = Line.example(.rental) { $0.expiresAt = end }
        return (AccountBook.example([line], [action], policy: policy), action)
    }

    @Test func `a later one holds up an extension, and an earlier one does not`() {
        for (told, waits) in [(noon + .days(9), true), (noon + .minutes(30), false)] {
            var (book, action) = extending()
            #expect(!book.waitsForEnd(action, at: .noon))
            book.change(1) { $0.doubtedEnd = DoubtedEnd(told, at: .zero) }
            #expect(book.waitsForEnd(action, at: .noon) == waits)
        }
    }

    @Test func `in the last quarter of an hour the configuration says what is worse`() {
        for (rule, left, waits) in [
            (RentalPolicy.WhenUnsure.retry, Duration.minutes(15), false),
            (.retry, .minutes(15) + .seconds(1), true), (.ask, .minutes(15), true),
        ] {
            var policy = Policy()
            policy.rentals.extendWhenUnsure = rule
            var (book, action) = extending(policy, end: noon + left)
            book.change(1) { $0.doubtedEnd = DoubtedEnd(noon + .days(9), at: .zero) }
            #expect(book.waitsForEnd(action, at: .noon) == waits)
        }
    }

    @Test func `of a much later end only what was paid for is taken, and a sooner one as it is`() {
        let (book, action) = extending(end: noon + .days(2))
        func taken(_ end: Instant) -> Instant? {
            book.plausible(Extension(expiresAt: end), to: action, at: .noon).expiresAt
        }
        #expect(taken(noon + .days(90)) == noon + .days(32))
        #expect(taken(noon + .days(34)) == noon + .days(34), "months differ in length")
        #expect(taken(noon + .days(12)) == noon + .days(12))
        // One that ran out is extended from now.
        let (over, again) = extending(end: noon - .days(5))
        let granted = over.plausible(Extension(expiresAt: noon + .days(90)), to: again, at: .noon)
        #expect(granted.expiresAt == noon + .days(30))
    }

    @Test func `an answer with an end that did not move proves no extension`() {
        let (book, action) = extending(end: noon + .days(2))
        func contradiction(_ end: Instant?, newID: String? = nil) -> String? {
            var granted = Extension(expiresAt: end)
            granted.newProviderID = newID
            return book.contradiction(in: granted, to: action, at: .noon)
        }
        #expect(contradiction(noon + .days(32)) == nil)
        #expect(contradiction(nil) == nil)
        #expect(contradiction(noon + .days(2))?.contains("later than before") == true)
        #expect(contradiction(noon + .days(2), newID: "NEW") == nil, "of another order")
        #expect(contradiction(noon - .days(100))?.contains("before it was bought") == true)
    }

    @Test func `an extension that moved nothing becomes a doubt, and a doubt stays one`() throws {
        let line = Line.example(.rental)
        let running = OpenAction.example(.extend, state: .running, origin: "console") {
            $0.days = 30
        }
        var logic = KeeperLogic.example([line], [running])
        try logic.recordOutcome(of: 7, .extended(Extension(expiresAt: line.expiresAt)))
        #expect(logic.openAction(7)?.state == .doubt)
        #expect(logic.openAction(7)?.details.isSaidDone == true)
        #expect(logic.openAction(7)?.details.doubts == 1)
        try logic.recordOutcome(of: 7, .extended(Extension(expiresAt: line.expiresAt)))
        #expect(logic.openAction(7)?.details.doubts == 1)
    }

    @Test func `an extension said to be made may show for ten minutes`() throws {
        func isOpen(after time: Duration, isSaid: Bool = true) throws -> Bool {
            let doubt = OpenAction.doubt(.extend) { details in
                details.days = 30
                details.expiryBefore = noon + .days(20)
                details.isSaidDone = isSaid
            }
            var logic = KeeperLogic.example(
                [.example(.rental)], [doubt], at: .noon.later(time))
            let status = RentalStatus(isAvailable: true, expiresAt: noon + .days(20))
            try logic.settleDoubts(of: 1, status: status)
            return logic.openAction(7) != nil
        }
        #expect(try isOpen(after: .minutes(10) - .seconds(1)))
        #expect(try !isOpen(after: .minutes(10)))
        #expect(try !isOpen(after: .minutes(2), isSaid: false))
    }

    @Test func `a purchase is taken to end when it was paid for, if its answer says otherwise`() {
        let line = Line.example(.rental, state: .ordering) { $0.purchasedAt = noon }
        let book = AccountBook.example([line])
        func taken(_ end: Instant, days: Int? = 30, adopted: Bool = false) -> Instant? {
            var purchase = Purchase(providerID: "NEW")
            purchase.expiresAt = end
            purchase.days = days
            var line = line
            line.isAdopted = adopted
            return book.plausible(purchase, of: line, at: .noon).expiresAt
        }
        #expect(taken(noon + .days(31)) == noon + .days(31))
        #expect(taken(noon + .days(60)) == noon + .days(30))
        #expect(taken(noon - .days(60)) == noon + .days(30), "impossible")
        #expect(taken(noon - .days(60), days: nil) == nil)
        #expect(taken(noon + .days(60), adopted: true) == noon + .days(60))
        #expect(taken(noon - .days(60), adopted: true) == nil)
    }

    @Test func `an extension said to be made is not repeated while its money is gone`() throws {
        for (balance, isOpen) in [(Money.dollars(8), true), (.dollars(10), false)] {
            let doubt = OpenAction.doubt(.extend) { details in
                details.days = 30
                details.expiryBefore = noon + .days(20)
                details.isSaidDone = true
                details.balanceBefore = .dollars(10)
            }
            let later = Moment.noon.later(.minutes(2))
            var logic = KeeperLogic.example([.example(.rental)], [doubt], at: later)
            logic.books["pool"]?.account?.balance.end(with: balance, at: later.now)
            let status = RentalStatus(isAvailable: true, expiresAt: noon + .days(20))
            try logic.settleDoubts(of: 1, status: status)
            #expect((logic.openAction(7) != nil) == isOpen)
        }
    }
}
