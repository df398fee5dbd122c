import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Defects found by a hostile review of the keeper, as minimal cases.
@Suite("Found in review")
struct ReviewRegressionTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func extending() -> KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        return settings
    }

    /// The next action of a kind within the time limit.
    private func next(
        _ kind: Action.Kind, _ fixture: KeeperFixture, within limit: Duration
    ) async throws -> OpenAction? {
        let deadline = fixture.clock.world.now() + limit
        while fixture.clock.world.now() < deadline {
            if let action = try await fixture.nextAction(), action.kind == kind { return action }
            fixture.clock.advance(.seconds(5))
        }
        return nil
    }

    @Test("What the plan is to extend is not given up after some doubts")
    func patientExtension() async throws {
        let fixture = try KeeperFixture(extending())
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29))
        for turn in 0..<12 {
            let extend = try #require(
                try await next(.extend, fixture, within: .minutes(40)), "given up at \(turn)")
            try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
            try await fixture.keeper.release(line.id)
            fixture.clock.advance(.minutes(2))
            let status = RentalStatus(
                isAvailable: true, activeFor: .seconds(90), expiresAt: line.expiresAt)
            try await fixture.keeper.settleDoubts(of: line.id, status: status)
        }
    }

    @Test("Somebody who answers again shortly before the end is still asked")
    func lastTry() async throws {
        let fixture = try KeeperFixture(extending())
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29))
        var last = fixture.clock.world.now()
        while let extend = try await next(.extend, fixture, within: .hours(25)) {
            last = fixture.clock.world.now()
            let short = ProviderError.insufficientBalance(price: nil, balance: nil)
            try await fixture.keeper.recordOutcome(of: extend.id, .failed(short))
            try await fixture.keeper.release(line.id)
        }
        let end = try #require(line.expiresAt)
        #expect(end - last < .minutes(2), "last asked \((end - last).wholeSeconds) s before")
    }

    @Test("A rental's own refund terms outlast a crash in the middle of renting it")
    func refundTerms() async throws {
        let fixture = try KeeperFixture()
        var payload = ActionDetails()
        payload.account = "pool"
        payload.price = Money(tenThousandths: 90_000)
        payload.days = 30
        payload.offer = "6"
        payload.refundTerms = RefundTerms(within: .hours(2))
        let rent = try await fixture.keeper.recordIntent(
            .rent, on: "pool", payload, origin: "console"
        ) { _ in }
        _ = try await fixture.nextAction()
        let later = try fixture.restarted()
        fixture.clock.advance(.seconds(10))
        var held = HeldRental(providerID: "R")
        held.product = "6"
        held.expiresAt = fixture.clock.world.now() + .days(30)
        try await later.compareLists(
            rentals: [held], active: [], past: [], began: fixture.clock.world.now(), on: "pool")
        #expect(try fixture.store.action(rent.id)?.state == .done)
        let line = try #require(await later.allLines().first)
        #expect(line.refund.until == line.purchasedAt + .hours(2))
    }

    @Test("Money that came back while its provider was taken to be gone is booked once")
    func goneAndBack() async throws {
        let fixture = try KeeperFixture()
        let order = try await fixture.begin()
        _ = try await fixture.nextAction()
        // A line whose end was never reported.
        try await fixture.keeper.recordOutcome(of: order.id, .bought(Purchase(providerID: "ORDER")))
        let line = try #require(await fixture.keeper.allLines().first)
        try await fixture.keeper.release(line.id)
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.days(3))
        try await fixture.keeper.observe(.providerGone, on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .lost)
        let reading = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.refunded))
        try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
        try await fixture.keeper.receive([], on: line.id, standing: reading.status)
        let refunds = try fixture.store.ledger(since: nil, limit: 9).filter { $0.kind == .refund }
        #expect(refunds.count == 1)
        #expect(try await fixture.keeper.line("\(line.id)").state == .refunded)
    }

    @Test("A code that came since proves that another was asked for")
    func answeredResend() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 1111")], on: line.id, standing: ActivationStatus(.received)
        )
        let answered = try await fixture.keeper.line("\(line.id)")
        let resend = try await fixture.keeper.recordIntent(.resend, on: answered, origin: "a.lua")
        _ = try await fixture.nextAction()
        try await fixture.keeper.noteBeforeReplacing(resend.id)
        try await fixture.keeper.recordOutcome(of: resend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 2222")], on: line.id, standing: ActivationStatus(.received)
        )
        fixture.clock.advance(.minutes(2))
        let own = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.received))
        try await fixture.keeper.compareLists(
            rentals: [], active: [own], past: [], began: fixture.clock.world.now(), on: "pool")
        #expect(try fixture.store.action(resend.id)?.state == .done)
        #expect(try fixture.store.messages(fixture.store.filter()).count == 2)
    }

    @Test("A text on an order that was paid back hides no refund")
    func refundWithText() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "This order was refunded")], on: line.id,
            standing: ActivationStatus(.refunded))
        let kinds = try fixture.store.ledger(since: nil, limit: 9).map(\.kind)
        #expect(kinds == [.refund, .charge])
    }

    @Test("A clock set forward by a day makes no room under a limit")
    func limitOverStep() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(tenThousandths: 4000)
        let fixture = try KeeperFixture(settings)
        _ = try await fixture.activation()
        fixture.clock.step(.days(1))
        await #expect(throws: KeeperError.self) { _ = try await fixture.begin() }
        fixture.clock.advance(.days(1) + .seconds(1))
        _ = try await fixture.begin()
    }

    @Test("Two denials of a line count only when nothing was heard of it in between")
    func forgivenDenial() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        try await fixture.keeper.recordNotFound(line.id)
        try await fixture.keeper.receive([], on: line.id, standing: ActivationStatus(.waiting))
        fixture.clock.advance(.minutes(5))
        try await fixture.keeper.recordNotFound(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
        // Nor does a late answer to another question.
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        try await fixture.keeper.receive([], on: line.id, standing: ActivationStatus(.waiting))
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(.notFound))
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
    }

    @Test("What was booked before the balance was read is in it")
    func balanceAndBooks() async throws {
        var provider = UnreachableProvider()
        provider.capabilities = Capabilities([.order, .cancel, .balance])
        let fixture = try KeeperFixture(provider: provider)
        _ = try await fixture.activation()
        let order = try await fixture.begin(price: 700)
        _ = try await fixture.nextAction()
        // This balance already includes the earlier charge, which is booked.
        try await fixture.keeper.note(balance: Money(tenThousandths: 99_300), before: order.id)
        try await fixture.keeper.recordOutcome(of: order.id, .failed(lost))
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.settle(
            balance: Money(tenThousandths: 98_600), asked: fixture.clock.world.now(), on: "pool")
        let doubt = try #require(try fixture.store.action(order.id))
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.contains("so the purchase was made") == true)
        try await fixture.keeper.settle(
            balance: Money(tenThousandths: 99_300), asked: fixture.clock.world.now(), on: "pool")
        #expect(try fixture.store.action(order.id)?.state == .failed)
    }
}
