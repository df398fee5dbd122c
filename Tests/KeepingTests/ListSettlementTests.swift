import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// An extension whose answer was lost, at a provider that never reports a rental's expiry.
@Suite("Extensions told by the list alone") struct ListedExtensionTests {
    @Test(arguments: [true, false])
    func `what is listed after its end was extended`(isListed: Bool) async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await house.keeper.intend(.extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await house.keeper.ended(extend.id, .failed(lost))
        try await house.keeper.release(line.id)
        house.clock.advance(.days(30) + .minutes(1))
        try await house.keeper.observe(.time, on: line.id)
        #expect(try await house.keeper.line("\(line.id)").state == .expired)
        #expect(await house.keeper.openDoubts().map(\.id) == [extend.id])
        let held = HeldRental(providerID: line.providerID ?? "")
        try await house.keeper.listed(
            rentals: isListed ? [held] : [], active: [], past: [],
            began: house.clock.world.now(), on: "pool")
        let told = try await house.keeper.line("\(line.id)")
        #expect(told.state == (isListed ? .active : .expired))
        #expect(told.expiresAt == (isListed ? noon + .days(60) : noon + .days(30)))
        #expect(try house.store.action(extend.id)?.state == (isListed ? .done : .failed))
    }
}

/// The refund is the amount the provider reports, including extensions, up to what was paid;
/// without a report it is the price.
@Suite("Refunded sums") struct RefundedSumTests {
    @Test(arguments: [nil, Money(tenThousandths: 400_000)])
    func `is booked as told`(told: Money?) async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await house.keeper.intend(.extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(extend.id, .extended(Extension()))
        try await house.keeper.release(line.id)
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(refund.id, .refunded(told))
        let entries = try house.store.ledger(since: nil, limit: 9).filter { $0.kind == .refund }
        #expect(entries.map(\.amount) == [told ?? Money(tenThousandths: 200_000)])
    }
}

/// Resends and refunds whose answer was lost, settled by the provider's lists.
@Suite("Settling by lists")
struct ListSettlementTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    /// An action on a line whose answer was just lost.
    private func doubtful(
        _ kind: Action.Kind, on line: Line, _ house: TestHouse, origin: String = "console"
    ) async throws -> OpenAction {
        let action = try await house.keeper.intend(kind, on: line, origin: origin)
        _ = try await house.nextAction()
        try await house.keeper.ended(action.id, .failed(lost))
        try await house.keeper.release(line.id)
        return action
    }

    private func answered(_ house: TestHouse) async throws -> Line {
        let line = try await house.activation()
        try await house.keeper.receive(
            [ReceivedMessage(text: "Code 1234", sender: nil, receivedAt: nil)], on: line.id)
        return try await house.keeper.line("\(line.id)")
    }

    private func list(
        _ house: TestHouse, rentals: [HeldRental] = [], active: [ActivationReading] = [],
        past: [ActivationReading] = []
    ) async throws {
        house.clock.advance(.seconds(1))
        try await house.keeper.listed(
            rentals: rentals, active: active, past: past, began: house.clock.world.now(),
            on: "pool")
    }

    @Test func `a resend in doubt goes on under the new order that has its number`() async throws {
        let house = try TestHouse()
        let line = try await answered(house)
        let resend = try await doubtful(.resend, on: line, house)
        var other = ActivationReading(providerID: "NEW", status: ActivationStatus(.waiting))
        other.number = line.number
        other.price = .zero
        try await list(house, active: [other])
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try house.store.action(resend.id)?.state == .done)
        let lines = await house.keeper.allLines()
        #expect(lines.map(\.providerID) == ["NEW"])
        #expect(lines.map(\.shownState) == ["waiting"])
    }

    @Test func `a resend in doubt that no list shows did not happen, once it had time to`()
        async throws
    {
        let house = try TestHouse()
        let line = try await answered(house)
        let resend = try await doubtful(.resend, on: line, house)
        let old = ActivationReading(
            providerID: try #require(line.providerID), status: ActivationStatus(.received))
        try await list(house, active: [old])
        // The order alone is no evidence: another order may have replaced it.
        house.clock.advance(.minutes(2))
        try await house.keeper.settleDoubts(of: line.id, reading: old)
        #expect(await house.keeper.openDoubts().map(\.id) == [resend.id])
        try await list(house, active: [old])
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try house.store.action(resend.id)?.state == .failed)
        #expect(try await house.keeper.line("\(line.id)").shownState == "received")
    }

    @Test func `that an order waits tells nothing of a resend when it waited before`() async throws
    {
        let house = try TestHouse()
        let line = try await house.activation()
        let resend = try await house.keeper.intend(.resend, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.noteBeforeReplacing(resend.id)
        try await house.keeper.ended(resend.id, .failed(lost))
        try await house.keeper.release(line.id)
        let same = ActivationReading(
            providerID: try #require(line.providerID), status: ActivationStatus(.waiting))
        try await house.keeper.settleDoubts(of: line.id, reading: same)
        #expect(await house.keeper.openDoubts().map(\.id) == [resend.id])
        house.clock.advance(.minutes(2))
        try await list(house, active: [same])
        #expect(try house.store.action(resend.id)?.state == .failed)
        // The original price is still refunded if no code arrives.
        try await house.keeper.receive([], on: line.id, standing: ActivationStatus(.refunded))
        #expect(try house.store.ledger(since: nil, limit: 10).map(\.kind).contains(.refund))
    }

    @Test(arguments: [false, true])
    func `a resend in doubt outlives the order it was asked on`(isOver: Bool) async throws {
        let house = try TestHouse()
        let line = try await answered(house)
        let resend = try await doubtful(.resend, on: line, house)
        house.clock.advance(.minutes(19))
        try await house.keeper.receive(
            [], on: line.id, standing: ActivationStatus(.received))
        house.clock.advance(.minutes(2))
        try await house.keeper.observe(.time, on: line.id)
        #expect(try await house.keeper.line("\(line.id)").state == .finished)
        #expect(await house.keeper.openDoubts().map(\.id) == [resend.id])
        // The new order may also have ended before anybody can ask.
        var other = ActivationReading(
            providerID: "NEW", status: ActivationStatus(isOver ? .expired : .waiting))
        other.number = line.number
        other.orderedAt = house.clock.world.now() - .minutes(21)
        try await list(house, active: isOver ? [] : [other], past: isOver ? [other] : [])
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try house.store.action(resend.id)?.state == .done)
        let lines = await house.keeper.allLines()
        #expect(lines.map(\.providerID) == ["NEW"])
        #expect(lines.map(\.shownState) == ["waiting"])
    }

    @Test func `nothing that a resend under way may have made is taken for another's`() async throws
    {
        let house = try TestHouse()
        let line = try await answered(house)
        let resend = try await house.keeper.intend(.resend, on: line, origin: "console")
        _ = try await house.nextAction()
        var other = ActivationReading(providerID: "NEW", status: ActivationStatus(.waiting))
        other.number = line.number
        try await list(house, active: [other])
        #expect(await house.keeper.allLines().count == 1)
        try await house.keeper.ended(resend.id, .resent(Resend(newProviderID: "NEW")))
        try await house.keeper.release(line.id)
        try await list(house, active: [other])
        #expect(await house.keeper.allLines().map(\.providerID) == ["NEW"])
    }

    @Test func `what was asked before another code was is about the code before it`() async throws {
        let house = try TestHouse()
        let line = try await answered(house)
        let resend = try await house.keeper.intend(.resend, on: line, origin: "console")
        let asked = house.clock.world.uptime()
        _ = try await house.nextAction()
        try await house.keeper.ended(resend.id, .resent(Resend()))
        try await house.keeper.release(line.id)
        let old = ["Code 1234", "Code 5678"].map {
            ReceivedMessage(text: $0, sender: nil, receivedAt: nil)
        }
        try await house.keeper.receive(
            old, on: line.id, standing: ActivationStatus(.received), asked: asked)
        // The known message is not stored again, and the unknown one is not lost.
        let texts = try house.store.messages(house.store.filter()).map(\.text)
        #expect(texts.sorted() == ["Code 1234", "Code 5678"])
        let now = try await house.keeper.line("\(line.id)")
        #expect(now.state == .waiting)
        #expect(now.messageCount == 2)
    }

    @Test func `a refund in doubt happened when the rental is listed no more and does not listen`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        let refund = try await doubtful(.refund, on: line, house)
        try await list(house)
        #expect(await house.keeper.openDoubts().map(\.id) == [refund.id])
        // Some providers also report the status of refunded rentals.
        house.clock.advance(.minutes(2))
        let status = RentalStatus(isAvailable: false, expiresAt: line.expiresAt)
        try await house.keeper.settleDoubts(of: line.id, status: status)
        try await list(house)
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try await house.keeper.line("\(line.id)").shownState == "refunded")
        let spent = try house.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
    }

    @Test func `a refund in doubt did not happen when the rental is still listed`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        let refund = try await doubtful(.refund, on: line, house)
        house.clock.advance(.minutes(2))
        try await list(house, rentals: [HeldRental(providerID: try #require(line.providerID))])
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try house.store.action(refund.id)?.state == .failed)
        #expect(try await house.keeper.line("\(line.id)").shownState == "active")
    }

    @Test func `two purchases in doubt are told apart, and the one that did not happen is not had`()
        async throws
    {
        let house = try TestHouse()
        var actions: [OpenAction] = []
        for service in ["WhatsApp", "Telegram"] {
            var payload = ActionDetails()
            payload.account = "pool"
            payload.price = Money(tenThousandths: 2400)
            let action = try await house.keeper.intend(
                .order, on: "pool", payload, origin: "console"
            ) { $0.service = service }
            _ = try await house.nextAction()
            try await house.keeper.ended(action.id, .failed(lost))
            try await house.keeper.release(try #require(action.line))
            actions.append(action)
        }
        var found = ActivationReading(providerID: "SECOND", status: ActivationStatus(.waiting))
        found.service = "Telegram"
        found.number = "+447700900555"
        try await list(house, active: [found])
        #expect(await house.keeper.openDoubts().map(\.id) == [actions[0].id])
        house.clock.advance(.minutes(2))
        try await list(house, active: [found])
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(await house.keeper.allLines().map(\.service) == ["Telegram"])
        #expect(try house.store.ledger(since: nil, limit: 9).count == 1)
    }
}
