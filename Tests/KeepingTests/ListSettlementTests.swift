import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// An extension whose answer was lost, at a provider that never reports a rental's expiry.
@Suite("Extensions told by the list alone") struct ListedExtensionTests {
    @Test(arguments: [true, false])
    func `what is listed after its end was extended`(isListed: Bool) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.days(30) + .minutes(1))
        try await fixture.keeper.observe(.time, on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .expired)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [extend.id])
        let held = HeldRental(providerID: line.providerID ?? "")
        try await fixture.keeper.compareLists(
            rentals: isListed ? [held] : [], active: [], past: [],
            began: fixture.clock.world.now(), on: "pool")
        let told = try await fixture.keeper.line("\(line.id)")
        #expect(told.state == (isListed ? .active : .expired))
        #expect(told.expiresAt == (isListed ? noon + .days(60) : noon + .days(30)))
        #expect(try fixture.store.action(extend.id)?.state == (isListed ? .done : .failed))
    }
}

/// The refund is the amount the provider reports, including extensions, up to what was paid;
/// without a report it is the price.
@Suite("Refunded sums") struct RefundedSumTests {
    @Test(arguments: [nil, Money(tenThousandths: 400_000)])
    func `is booked as told`(told: Money?) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: extend.id, .extended(Extension()))
        try await fixture.keeper.release(line.id)
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: refund.id, .refunded(told))
        let entries = try fixture.store.ledger(since: nil, limit: 9).filter { $0.kind == .refund }
        #expect(entries.map(\.amount) == [told ?? Money(tenThousandths: 200_000)])
    }
}

/// Resends and refunds whose answer was lost, settled by the provider's lists.
@Suite("Settling by lists")
struct ListSettlementTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    /// An action on a line whose answer was just lost.
    private func doubtful(
        _ kind: Action.Kind, on line: Line, _ fixture: KeeperFixture, origin: String = "console"
    ) async throws -> OpenAction {
        let action = try await fixture.keeper.recordIntent(kind, on: line, origin: origin)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        return action
    }

    private func answered(_ fixture: KeeperFixture) async throws -> Line {
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 1234", sender: nil, receivedAt: nil)], on: line.id)
        return try await fixture.keeper.line("\(line.id)")
    }

    private func list(
        _ fixture: KeeperFixture, rentals: [HeldRental] = [], active: [ActivationReading] = [],
        past: [ActivationReading] = []
    ) async throws {
        fixture.clock.advance(.seconds(1))
        try await fixture.keeper.compareLists(
            rentals: rentals, active: active, past: past, began: fixture.clock.world.now(),
            on: "pool")
    }

    @Test func `a resend in doubt goes on under the new order that has its number`() async throws {
        let fixture = try KeeperFixture()
        let line = try await answered(fixture)
        let resend = try await doubtful(.resend, on: line, fixture)
        var other = ActivationReading(providerID: "NEW", status: ActivationStatus(.waiting))
        other.number = line.number
        other.price = .zero
        try await list(fixture, active: [other])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try fixture.store.action(resend.id)?.state == .done)
        let lines = await fixture.keeper.allLines()
        #expect(lines.map(\.providerID) == ["NEW"])
        #expect(lines.map(\.shownState) == ["waiting"])
    }

    @Test func `a resend in doubt that no list shows did not happen, once it had time to`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await answered(fixture)
        let resend = try await doubtful(.resend, on: line, fixture)
        let old = ActivationReading(
            providerID: try #require(line.providerID), status: ActivationStatus(.received))
        try await list(fixture, active: [old])
        // The order alone is no evidence: another order may have replaced it.
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.settleDoubts(of: line.id, reading: old)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [resend.id])
        try await list(fixture, active: [old])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try fixture.store.action(resend.id)?.state == .failed)
        #expect(try await fixture.keeper.line("\(line.id)").shownState == "received")
    }

    @Test func `that an order waits tells nothing of a resend when it waited before`() async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let resend = try await fixture.keeper.recordIntent(.resend, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.noteBeforeReplacing(resend.id)
        try await fixture.keeper.recordOutcome(of: resend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        let same = ActivationReading(
            providerID: try #require(line.providerID), status: ActivationStatus(.waiting))
        try await fixture.keeper.settleDoubts(of: line.id, reading: same)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [resend.id])
        fixture.clock.advance(.minutes(2))
        try await list(fixture, active: [same])
        #expect(try fixture.store.action(resend.id)?.state == .failed)
        // The original price is still refunded if no code arrives.
        try await fixture.keeper.receive([], on: line.id, standing: ActivationStatus(.refunded))
        #expect(try fixture.store.ledger(since: nil, limit: 10).map(\.kind).contains(.refund))
    }

    @Test(arguments: [false, true])
    func `a resend in doubt outlives the order it was asked on`(isOver: Bool) async throws {
        let fixture = try KeeperFixture()
        let line = try await answered(fixture)
        let resend = try await doubtful(.resend, on: line, fixture)
        fixture.clock.advance(.minutes(19))
        try await fixture.keeper.receive(
            [], on: line.id, standing: ActivationStatus(.received))
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.observe(.time, on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .finished)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [resend.id])
        // The new order may also have ended before anybody can ask.
        var other = ActivationReading(
            providerID: "NEW", status: ActivationStatus(isOver ? .expired : .waiting))
        other.number = line.number
        other.orderedAt = fixture.clock.world.now() - .minutes(21)
        try await list(fixture, active: isOver ? [] : [other], past: isOver ? [other] : [])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try fixture.store.action(resend.id)?.state == .done)
        let lines = await fixture.keeper.allLines()
        #expect(lines.map(\.providerID) == ["NEW"])
        #expect(lines.map(\.shownState) == ["waiting"])
    }

    @Test func `nothing that a resend under way may have made is taken for another's`() async throws
    {
        let fixture = try KeeperFixture()
        let line = try await answered(fixture)
        let resend = try await fixture.keeper.recordIntent(.resend, on: line, origin: "console")
        _ = try await fixture.nextAction()
        var other = ActivationReading(providerID: "NEW", status: ActivationStatus(.waiting))
        other.number = line.number
        try await list(fixture, active: [other])
        #expect(await fixture.keeper.allLines().count == 1)
        try await fixture.keeper.recordOutcome(of: resend.id, .resent(Resend(newProviderID: "NEW")))
        try await fixture.keeper.release(line.id)
        try await list(fixture, active: [other])
        #expect(await fixture.keeper.allLines().map(\.providerID) == ["NEW"])
    }

    @Test func `what was asked before another code was is about the code before it`() async throws {
        let fixture = try KeeperFixture()
        let line = try await answered(fixture)
        let resend = try await fixture.keeper.recordIntent(.resend, on: line, origin: "console")
        let asked = fixture.clock.world.uptime()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: resend.id, .resent(Resend()))
        try await fixture.keeper.release(line.id)
        let old = ["Code 1234", "Code 5678"].map {
            ReceivedMessage(text: $0, sender: nil, receivedAt: nil)
        }
        try await fixture.keeper.receive(
            old, on: line.id, standing: ActivationStatus(.received), asked: asked)
        // The known message is not stored again, and the unknown one is not lost.
        let texts = try fixture.store.messages(fixture.store.filter()).map(\.text)
        #expect(texts.sorted() == ["Code 1234", "Code 5678"])
        let now = try await fixture.keeper.line("\(line.id)")
        #expect(now.state == .waiting)
        #expect(now.messageCount == 2)
    }

    @Test func `a refund in doubt happened when the rental is listed no more and does not listen`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await doubtful(.refund, on: line, fixture)
        try await list(fixture)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [refund.id])
        // Some providers also report the status of refunded rentals.
        fixture.clock.advance(.minutes(2))
        let status = RentalStatus(isAvailable: false, expiresAt: line.expiresAt)
        try await fixture.keeper.settleDoubts(of: line.id, status: status)
        try await list(fixture)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try await fixture.keeper.line("\(line.id)").shownState == "refunded")
        let spent = try fixture.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
    }

    @Test func `a refund in doubt did not happen when the rental is still listed`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await doubtful(.refund, on: line, fixture)
        fixture.clock.advance(.minutes(2))
        try await list(fixture, rentals: [HeldRental(providerID: try #require(line.providerID))])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try fixture.store.action(refund.id)?.state == .failed)
        #expect(try await fixture.keeper.line("\(line.id)").shownState == "active")
    }

    @Test func `two purchases in doubt are told apart, and the one that did not happen is not had`()
        async throws
    {
        let fixture = try KeeperFixture()
        var actions: [OpenAction] = []
        for service in ["WhatsApp", "Telegram"] {
            var payload = ActionDetails()
            payload.account = "pool"
            payload.price = Money(tenThousandths: 2400)
            let action = try await fixture.keeper.recordIntent(
                .order, on: "pool", payload, origin: "console"
            ) { $0.service = service }
            _ = try await fixture.nextAction()
            try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
            try await fixture.keeper.release(try #require(action.line))
            actions.append(action)
        }
        var found = ActivationReading(providerID: "SECOND", status: ActivationStatus(.waiting))
        found.service = "Telegram"
        found.number = "+447700900555"
        try await list(fixture, active: [found])
        #expect(await fixture.keeper.openDoubts().map(\.id) == [actions[0].id])
        fixture.clock.advance(.minutes(2))
        try await list(fixture, active: [found])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(await fixture.keeper.allLines().map(\.service) == ["Telegram"])
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 1)
    }
}
