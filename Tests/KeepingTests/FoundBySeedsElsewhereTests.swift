import Keeping
import Lines
import Providers
import Testing
import Transport

/// Defects found by simulations with providers other than SMSPool, as minimal cases.
@Suite("Found by seeds, elsewhere")
struct FoundBySeedsElsewhereTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    @Test("A purchase in doubt is found in a list that calls its service by its code")
    func boughtByCode() async throws {
        let house = try TestHouse()
        let order = try await doubtfulOrder(house)
        try await list([reading("NEW", service: "go", house)], house)
        let line = try await house.keeper.line("\(try #require(order.line))")
        #expect(line.providerID == "NEW")
        #expect(!line.isAdopted)
    }

    @Test("A purchase in doubt is not taken for one of another service")
    func boughtAnother() async throws {
        let house = try TestHouse()
        let order = try await doubtfulOrder(house)
        try await list([reading("NEW", service: "wa", house)], house)
        #expect(try await house.keeper.action(order.id).state == .doubt)
    }

    @Test("An order that took another's place is found by what both are called in the list")
    func swappedByCode() async throws {
        let house = try TestHouse()
        let line = try await bought(house)
        let swap = try await house.keeper.intend(.swap, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.noteBeforeReplacing(swap.id)
        try await house.keeper.ended(swap.id, .failed(lost))
        try await house.keeper.release(line.id)
        var old = reading("OLD", service: "go", house)
        old.status = ActivationStatus(.unclear)
        var new = reading("NEW", service: "go", house)
        new.number = "+447700900999"
        try await list([new], past: [new, old], house)
        #expect(try await house.keeper.line("\(line.id)").providerID == "NEW")
    }

    @Test("A doubt that only a person can settle is not asked about all day")
    func patience() async throws {
        var provider = SilentProvider()
        provider.capabilities = Capabilities([.order, .cancel, .balance])
        let house = try TestHouse(provider: provider)
        let action = try await house.begin()
        _ = try await house.nextAction()
        let before = Money(tenThousandths: 100_000)
        try await house.keeper.note(balance: before, before: action.id)
        try await house.keeper.ended(action.id, .failed(lost))
        try await house.keeper.release(try #require(action.line))
        let after = before - Money(tenThousandths: 2400)
        var times = 0
        for _ in 0..<720 {
            house.clock.advance(.seconds(5))
            guard case .list = try await house.keeper.nextWork(for: "pool") else { continue }
            times += 1
            let now = house.clock.world.now()
            try await house.keeper.settle(balance: after, asked: now, on: "pool")
            try await house.keeper.listed(
                rentals: nil, active: nil, past: nil, began: now, on: "pool")
        }
        let doubt = try await house.keeper.action(action.id)
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.contains("it was bought") == true)
        // Often while the doubt is young, then as often as the ordinary lists.
        #expect((10...40).contains(times), "\(times) times in an hour")
    }

    private func order(_ house: TestHouse) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "go"
        payload.country = "GB"
        let action = try await house.keeper.intend(
            .order, on: "pool", payload, origin: "console"
        ) { $0.service = "Google/Gmail" }
        _ = try await house.nextAction()
        return action
    }

    private func doubtfulOrder(_ house: TestHouse) async throws -> OpenAction {
        let action = try await order(house)
        try await house.keeper.ended(action.id, .failed(lost))
        try await house.keeper.release(try #require(action.line))
        return action
    }

    private func bought(_ house: TestHouse) async throws -> Line {
        let action = try await order(house)
        var purchase = Purchase(providerID: "OLD", number: "+447700900123")
        purchase.expiresAt = house.clock.world.now() + .minutes(20)
        try await house.keeper.ended(action.id, .bought(purchase))
        try await house.keeper.release(try #require(action.line))
        return try await house.keeper.line("\(try #require(action.line))")
    }

    private func reading(
        _ id: String, service: String, _ house: TestHouse
    ) -> ActivationReading {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        reading.service = service
        reading.number = "+447700900123"
        reading.orderedAt = house.clock.world.now()
        return reading
    }

    private func list(
        _ active: [ActivationReading], past: [ActivationReading] = [], _ house: TestHouse
    ) async throws {
        try await house.keeper.listed(
            rentals: [], active: active, past: past,
            began: house.clock.world.now() + .milliseconds(1), on: "pool")
    }
}
