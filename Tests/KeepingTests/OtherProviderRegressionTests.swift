import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Testing
import Transport

/// Defects found by simulations with providers other than SMSPool, as minimal cases.
@Suite("Found in simulation, at other providers")
struct OtherProviderRegressionTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    @Test("A purchase in doubt is found in a list that calls its service by its code")
    func boughtByCode() async throws {
        let fixture = try KeeperFixture()
        let order = try await doubtfulOrder(fixture)
        try await list([reading("NEW", service: "go", fixture)], fixture)
        let line = try await fixture.keeper.line("\(try #require(order.line))")
        #expect(line.providerID == "NEW")
        #expect(!line.isAdopted)
    }

    @Test("A purchase in doubt is not taken for one of another service")
    func boughtAnother() async throws {
        let fixture = try KeeperFixture()
        let order = try await doubtfulOrder(fixture)
        try await list([reading("NEW", service: "wa", fixture)], fixture)
        #expect(try await fixture.keeper.action(order.id).state == .doubt)
    }

    @Test("An order that took another's place is found by what both are called in the list")
    func swappedByCode() async throws {
        let fixture = try KeeperFixture()
        let line = try await bought(fixture)
        let swap = try await fixture.keeper.recordIntent(.swap, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.noteBeforeReplacing(swap.id)
        try await fixture.keeper.recordOutcome(of: swap.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        var old = reading("OLD", service: "go", fixture)
        old.status = ActivationStatus(.unclear)
        var new = reading("NEW", service: "go", fixture)
        new.number = "+447700900999"
        try await list([new], past: [new, old], fixture)
        #expect(try await fixture.keeper.line("\(line.id)").providerID == "NEW")
    }

    @Test("A doubt that only a person can settle is not asked about all day")
    func patience() async throws {
        var provider = UnreachableProvider()
        provider.capabilities = Capabilities([.order, .cancel, .balance])
        let fixture = try KeeperFixture(provider: provider)
        let action = try await fixture.begin()
        _ = try await fixture.nextAction()
        let before = Money(tenThousandths: 100_000)
        try await fixture.keeper.note(balance: before, before: action.id)
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        try await fixture.keeper.release(try #require(action.line))
        let after = before - Money(tenThousandths: 2400)
        var times = 0
        for _ in 0..<720 {
            fixture.clock.advance(.seconds(5))
            guard case .list = try await fixture.keeper.nextWork(for: "pool") else { continue }
            times += 1
            let now = fixture.clock.world.now()
            try await fixture.keeper.settle(balance: after, asked: now, on: "pool")
            try await fixture.keeper.compareLists(
                rentals: nil, active: nil, past: nil, began: now, on: "pool")
        }
        let doubt = try await fixture.keeper.action(action.id)
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.contains("the purchase was made") == true)
        // Often while the doubt is young, then as often as the ordinary lists.
        #expect((10...40).contains(times), "\(times) times in an hour")
    }

    private func order(_ fixture: KeeperFixture) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "go"
        payload.country = "GB"
        let action = try await fixture.keeper.recordIntent(
            .order, on: "pool", payload, origin: "console"
        ) { $0.service = "Google/Gmail" }
        _ = try await fixture.nextAction()
        return action
    }

    private func doubtfulOrder(_ fixture: KeeperFixture) async throws -> OpenAction {
        let action = try await order(fixture)
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        try await fixture.keeper.release(try #require(action.line))
        return action
    }

    private func bought(_ fixture: KeeperFixture) async throws -> Line {
        let action = try await order(fixture)
        var purchase = Purchase(providerID: "OLD", number: "+447700900123")
        purchase.expiresAt = fixture.clock.world.now() + .minutes(20)
        try await fixture.keeper.recordOutcome(of: action.id, .bought(purchase))
        try await fixture.keeper.release(try #require(action.line))
        return try await fixture.keeper.line("\(try #require(action.line))")
    }

    private func reading(
        _ id: String, service: String, _ fixture: KeeperFixture
    ) -> ActivationReading {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        reading.service = service
        reading.number = "+447700900123"
        reading.orderedAt = fixture.clock.world.now()
        return reading
    }

    private func list(
        _ active: [ActivationReading], past: [ActivationReading] = [], _ fixture: KeeperFixture
    ) async throws {
        try await fixture.keeper.compareLists(
            rentals: [], active: active, past: past,
            began: fixture.clock.world.now() + .milliseconds(1), on: "pool")
    }
}
