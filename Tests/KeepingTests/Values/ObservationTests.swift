@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// What follows for a line from what its provider says of it, or does not say.
@Suite struct `An observation` {
    private func ended(_ kind: LineKind, price: Money? = nil) -> (KeeperLogic, PaperDisk) {
        let disk = PaperDisk()
        let line = Line.example(kind) { line in
            line.lookedAt = noon
            line.price = price
        }
        return (KeeperLogic.example([line], on: disk), disk)
    }

    @Test func `a look that shows nothing new is not written, and a change is`() throws {
        let disk = PaperDisk()
        let line = Line.example(.rental) { $0.listening.isAvailable = true }
        var logic = KeeperLogic.example([line], on: disk)
        let end = line.expiresAt
        try logic.observe(.status(RentalStatus(isAvailable: true, expiresAt: end)), on: 1)
        try logic.receive([], on: 1)
        #expect(disk.content.transactions.isEmpty)
        #expect(logic.line(1)?.lookedAt == noon, "it is known all the same")
        let status = RentalStatus(isAvailable: true, expiresAt: end, autoExtend: true)
        try logic.observe(.status(status), on: 1)
        #expect(disk.content.transactions == [["line 1 active"]])
    }

    // MARK: Not known to the provider

    @Test func `a line is lost when its provider does not know it twice, a minute apart`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        try logic.recordNotFound(1)
        #expect(logic.line(1)?.state == .active)
        logic.begin(at: .noon.later(.seconds(59)))
        try logic.recordNotFound(1)
        #expect(logic.line(1)?.state == .active)
        logic.begin(at: .noon.later(.seconds(60)))
        try logic.recordNotFound(1)
        #expect(logic.line(1)?.state == .lost)
    }

    @Test func `an answer in between shows that it is known`() throws {
        for standing in [ActivationStatus(.waiting), nil] {
            let messages = standing == nil ? [ReceivedMessage(text: "1234")] : []
            var logic = KeeperLogic.example([.example(.activation)])
            try logic.recordNotFound(1)
            try logic.receive(messages, on: 1, standing: standing)
            logic.begin(at: .noon.later(.minutes(2)))
            try logic.recordNotFound(1)
            #expect(logic.line(1)?.state.isHeld == true)
        }
        var silent = KeeperLogic.example([.example(.activation)])
        try silent.recordNotFound(1)
        try silent.receive([], on: 1)
        #expect(silent.tracked(1)?.notFoundSince == noon, "an empty list proves nothing")
    }

    @Test func `a line whose time is over and that is not known any more has run out`() throws {
        for (left, state) in [(Duration.zero, LineState.expired), (.seconds(1), .active)] {
            let line = Line.example(.rental) { $0.expiresAt = noon + left }
            var logic = KeeperLogic.example([line])
            try logic.recordNotFound(1)
            #expect(logic.line(1)?.state == state)
        }
    }

    @Test func `a line that runs out between two answers is over with the second`() throws {
        let line = Line.example(.rental) { $0.expiresAt = noon + .seconds(30) }
        var logic = KeeperLogic.example([line])
        try logic.recordNotFound(1)
        logic.begin(at: .noon.later(.seconds(30)))
        try logic.recordNotFound(1)
        #expect(logic.line(1)?.state == .expired)
    }

    // MARK: The end

    @Test func `a line that ends by the clock alone may be alive by another`() throws {
        let line = Line.example(.rental) { $0.expiresAt = noon }
        var logic = KeeperLogic.example([line])
        try logic.release(1)
        #expect(logic.line(1)?.state == .expired)
        #expect(logic.books["pool"]?.endedByClock == [1])
        try logic.recordNotFound(1)
        #expect(logic.books["pool"]?.endedByClock.isEmpty == true, "the provider says the same")
    }

    @Test func `a line runs out after an answer, or when there was none for an hour`() throws {
        for (late, state) in [
            (Duration.minutes(60), LineState.active), (.minutes(60) + .seconds(1), .expired),
        ] {
            let line = Line.example(.rental) { $0.expiresAt = noon - late }
            var logic = KeeperLogic.example([line])
            try logic.release(1, failed: true)
            #expect(logic.line(1)?.state == state)
            #expect(logic.tracked(1)?.backoff?.failures == 1)
        }
    }

    @Test func `money that a provider returns by itself is booked, and nothing is not`() throws {
        for (price, amounts) in [
            (Money.dollars(2), [Money.dollars(2)]), (.dollars(0), []),
        ] {
            var (logic, disk) = ended(.activation, price: price)
            try logic.observe(.activation(ActivationStatus(.refunded)), on: 1)
            try logic.observe(.activation(ActivationStatus(.refunded)), on: 1)
            #expect(disk.content.ledger.map(\.amount) == amounts)
        }
        var (unpriced, disk) = ended(.activation)
        try unpriced.observe(.activation(ActivationStatus(.refunded)), on: 1)
        #expect(disk.content.ledger.isEmpty)
        (unpriced, disk) = ended(.activation, price: .dollars(2))
        try unpriced.observe(.activation(ActivationStatus(.expired)), on: 1)
        #expect(disk.content.ledger.isEmpty, "it only ran out")
    }

    @Test func `a line that was over without an answer has no question open once there is one`()
        throws
    {
        let line = Line.example(.rental, state: .expired) { line in
            line.expiresAt = noon - .hours(1)
            line.endedAt = noon - .hours(1)
            line.inDoubt = true
        }
        var logic = KeeperLogic.example([line], [.doubt(.refund)])
        #expect(logic.line(1)?.endedWithoutAnswer == true)
        try logic.recordNotFound(1)
        #expect(logic.line(1)?.inDoubt == false)
        #expect(logic.openAction(7) == nil)
    }

    // MARK: Missed extensions

    private func events(
        atEndOf line: Line, _ observation: Observation = .time, before: Duration? = .days(1)
    ) throws -> [String] {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([line], on: disk) { settings in
            settings.policy.rentals.extendBefore = before
        }
        try logic.observe(observation, on: 1)
        try logic.observe(.unknownToProvider, on: 1)
        return disk.content.events.map(\.kind)
    }

    @Test func `a rental that was to be extended and ran out is told of`() throws {
        let line = Line.example(.rental) { line in
            line.lookedAt = noon
            line.expiresAt = noon
        }
        #expect(try events(atEndOf: line) == ["expired", "missed"])
        #expect(try events(atEndOf: line, before: nil) == ["expired"])
        #expect(try events(atEndOf: line, .refunded) == ["refunded"])
        var adopted = line
        adopted.isAdopted = true
        #expect(try events(atEndOf: adopted) == ["expired"])
        let order = Line.example(.activation) { $0.expiresAt = noon }
        #expect(try events(atEndOf: order) == ["expired"])
    }

    // MARK: Doubts at the end

    private func isOpen(
        _ kind: Action.Kind, after time: Duration = .minutes(2), lists: Bool = true
    ) throws -> Bool {
        let line = Line.example(kind == .extend ? .rental : .activation) { line in
            line.inDoubt = true
            line.expiresAt = noon + time
            line.lookedAt = noon + time
        }
        var logic = KeeperLogic.example(
            [line], [.doubt(kind)], without: lists ? [] : [.listRentals],
            at: .noon.later(time))
        try logic.observe(.time, on: 1)
        #expect(logic.line(1)?.state == .expired)
        return logic.openAction(7) != nil
    }

    @Test func `the end of a line settles its doubts, except what a list will tell`() throws {
        #expect(try !isOpen(.cancel))
        #expect(try isOpen(.resend), "another order may have taken its place")
        #expect(try isOpen(.swap))
        #expect(try isOpen(.extend), "the list shows whether it was extended")
        #expect(try !isOpen(.extend, lists: false))
        #expect(try isOpen(.extend, after: .seconds(60), lists: false), "it may still appear")
    }

    @Test func `a cancel in doubt is done when the money is back, and failed otherwise`() throws {
        for (phase, state) in [
            (ActivationStatus.Phase.refunded, Action.State.done), (.expired, .failed),
        ] {
            let disk = PaperDisk()
            var logic = KeeperLogic.example([.example(.activation)], [.doubt(.cancel)], on: disk)
            logic.track(1) { $0.shiftProviderTimes { $0.lookedAt = noon } }
            try logic.observe(.activation(ActivationStatus(phase)), on: 1)
            #expect(disk.content.actions[7]?.state == state)
        }
    }

    @Test func `what a list shows is looked for again when the look fails`() throws {
        var reading = ActivationReading(providerID: "ID1", status: ActivationStatus(.unclear))
        reading.isPartial = true
        reading.messages = [ReceivedMessage(text: "1234")]
        for hasNews in [true, false] {
            var logic = KeeperLogic.example([.example(.activation)])
            if hasNews { logic.track(1) { _ = $0.noteListed(reading, at: .zero) } }
            try logic.release(1, failed: true)
            #expect((logic.books["pool"]?.looks.isEmpty == false) == hasNews)
        }
    }
}
