import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Defects found by a hostile review of the keeper, as minimal cases.
@Suite("Found by reading")
struct FoundByReadingTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func extending() -> KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        return settings
    }

    /// The next action of a kind within the time limit.
    private func next(
        _ kind: Action.Kind, _ house: TestHouse, within limit: Duration
    ) async throws -> OpenAction? {
        let deadline = house.clock.world.now() + limit
        while house.clock.world.now() < deadline {
            if let action = try await house.nextAction(), action.kind == kind { return action }
            house.clock.advance(.seconds(5))
        }
        return nil
    }

    @Test("What the plan is to extend is not given up after some doubts")
    func patientExtension() async throws {
        let house = try TestHouse(extending())
        let line = try await house.rental()
        house.clock.advance(.days(29))
        for turn in 0..<12 {
            let extend = try #require(
                try await next(.extend, house, within: .minutes(40)), "given up at \(turn)")
            try await house.keeper.ended(extend.id, .failed(lost))
            try await house.keeper.release(line.id)
            house.clock.advance(.minutes(2))
            let status = RentalStatus(
                isAvailable: true, activeFor: .seconds(90), expiresAt: line.expiresAt)
            try await house.keeper.settleDoubts(of: line.id, status: status)
        }
    }

    @Test("Somebody who answers again shortly before the end is still asked")
    func lastTry() async throws {
        let house = try TestHouse(extending())
        let line = try await house.rental()
        house.clock.advance(.days(29))
        var last = house.clock.world.now()
        while let extend = try await next(.extend, house, within: .hours(25)) {
            last = house.clock.world.now()
            let short = ProviderError.insufficientBalance(price: nil, balance: nil)
            try await house.keeper.ended(extend.id, .failed(short))
            try await house.keeper.release(line.id)
        }
        let end = try #require(line.expiresAt)
        #expect(end - last < .minutes(2), "last asked \((end - last).wholeSeconds) s before")
    }

    @Test("A rental's own refund terms outlast a crash in the middle of renting it")
    func refundTerms() async throws {
        let house = try TestHouse()
        var payload = ActionDetails()
        payload.account = "pool"
        payload.price = Money(tenThousandths: 90_000)
        payload.days = 30
        payload.offer = "6"
        payload.refundTerms = RefundTerms(within: .hours(2))
        let rent = try await house.keeper.intend(
            .rent, on: "pool", payload, origin: "console"
        ) { _ in }
        _ = try await house.nextAction()
        let later = try house.restarted()
        house.clock.advance(.seconds(10))
        var held = HeldRental(providerID: "R")
        held.product = "6"
        held.expiresAt = house.clock.world.now() + .days(30)
        try await later.listed(
            rentals: [held], active: [], past: [], began: house.clock.world.now(), on: "pool")
        #expect(try house.store.action(rent.id)?.state == .done)
        let line = try #require(await later.allLines().first)
        #expect(line.refund.until == line.purchasedAt + .hours(2))
    }

    @Test("Money that came back while its provider was taken to be gone is booked once")
    func goneAndBack() async throws {
        let house = try TestHouse()
        let order = try await house.begin()
        _ = try await house.nextAction()
        // A line whose end was never reported.
        try await house.keeper.ended(order.id, .bought(Purchase(providerID: "ORDER")))
        let line = try #require(await house.keeper.allLines().first)
        try await house.keeper.release(line.id)
        let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(cancel.id, .failed(lost))
        try await house.keeper.release(line.id)
        house.clock.advance(.days(3))
        try await house.keeper.observe(.providerGone, on: line.id)
        #expect(try await house.keeper.line("\(line.id)").state == .lost)
        let reading = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.refunded))
        try await house.keeper.settleDoubts(of: line.id, reading: reading)
        try await house.keeper.receive([], on: line.id, standing: reading.status)
        let refunds = try house.store.ledger(since: nil, limit: 9).filter { $0.kind == .refund }
        #expect(refunds.count == 1)
        #expect(try await house.keeper.line("\(line.id)").state == .refunded)
    }

    @Test("A code that came since proves that another was asked for")
    func answeredResend() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        try await house.keeper.receive(
            [ReceivedMessage(text: "Code 1111")], on: line.id, standing: ActivationStatus(.received)
        )
        let answered = try await house.keeper.line("\(line.id)")
        let resend = try await house.keeper.intend(.resend, on: answered, origin: "a.lua")
        _ = try await house.nextAction()
        try await house.keeper.noteBeforeReplacing(resend.id)
        try await house.keeper.ended(resend.id, .failed(lost))
        try await house.keeper.release(line.id)
        try await house.keeper.receive(
            [ReceivedMessage(text: "Code 2222")], on: line.id, standing: ActivationStatus(.received)
        )
        house.clock.advance(.minutes(2))
        let own = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.received))
        try await house.keeper.listed(
            rentals: [], active: [own], past: [], began: house.clock.world.now(), on: "pool")
        #expect(try house.store.action(resend.id)?.state == .done)
        #expect(try house.store.messages(house.store.filter()).count == 2)
    }

    @Test("A text on an order that was paid back hides no refund")
    func refundWithText() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        try await house.keeper.receive(
            [ReceivedMessage(text: "This order was refunded")], on: line.id,
            standing: ActivationStatus(.refunded))
        let kinds = try house.store.ledger(since: nil, limit: 9).map(\.kind)
        #expect(kinds == [.refund, .charge])
    }

    @Test("A clock set forward by a day makes no room under a limit")
    func limitOverStep() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(tenThousandths: 4000)
        let house = try TestHouse(settings)
        _ = try await house.activation()
        house.clock.step(.days(1))
        await #expect(throws: KeeperError.self) { _ = try await house.begin() }
        house.clock.advance(.days(1) + .seconds(1))
        _ = try await house.begin()
    }

    @Test("Two denials of a line count only when nothing was heard of it in between")
    func forgivenDenial() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        try await house.keeper.deny(line.id)
        try await house.keeper.receive([], on: line.id, standing: ActivationStatus(.waiting))
        house.clock.advance(.minutes(5))
        try await house.keeper.deny(line.id)
        #expect(try await house.keeper.line("\(line.id)").state == .waiting)
        // Nor does a late answer to another question.
        let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
        try await house.keeper.receive([], on: line.id, standing: ActivationStatus(.waiting))
        _ = try await house.nextAction()
        try await house.keeper.ended(cancel.id, .failed(.notFound))
        #expect(try await house.keeper.line("\(line.id)").state == .waiting)
    }

    @Test("What was booked before the balance was read is in it")
    func balanceAndBooks() async throws {
        var provider = SilentProvider()
        provider.capabilities = Capabilities([.order, .cancel, .balance])
        let house = try TestHouse(provider: provider)
        _ = try await house.activation()
        let order = try await house.begin(price: 700)
        _ = try await house.nextAction()
        // This balance already includes the earlier charge, which is booked.
        try await house.keeper.note(balance: Money(tenThousandths: 99_300), before: order.id)
        try await house.keeper.ended(order.id, .failed(lost))
        house.clock.advance(.minutes(2))
        try await house.keeper.settle(
            balance: Money(tenThousandths: 98_600), asked: house.clock.world.now(), on: "pool")
        let doubt = try #require(try house.store.action(order.id))
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.contains("so it was bought") == true)
        try await house.keeper.settle(
            balance: Money(tenThousandths: 99_300), asked: house.clock.world.now(), on: "pool")
        #expect(try house.store.action(order.id)?.state == .failed)
    }
}
