import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Ordering a number again buys that number and no other.
@Suite("A number once more")
struct AgainTests {
    private func begin(_ house: TestHouse, _ line: Line) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "wa"
        payload.country = "16"
        payload.price = Money(tenThousandths: 2400)
        payload.again = line.providerID
        return try await house.keeper.intend(.order, on: "pool", payload, origin: "console") {
            $0.number = line.number
            $0.service = "WhatsApp"
        }
    }

    private func ended(_ house: TestHouse) async throws -> Line {
        let line = try await house.activation()
        try await house.keeper.receive(
            [ReceivedMessage(text: "code 1234")], on: line.id,
            standing: ActivationStatus(.received))
        try await house.keeper.observe(.finished, on: line.id)
        return try await house.keeper.line("\(line.id)")
    }

    @Test func `is not bought twice`() async throws {
        let house = try TestHouse()
        let line = try await ended(house)
        let first = try await begin(house, line)
        await #expect(throws: KeeperError.self) { try await begin(house, line) }
        _ = try await house.nextAction()
        try await house.keeper.ended(
            first.id, .bought(Purchase(providerID: "AGAIN", number: line.number)))
        try await house.keeper.release(try #require(first.line))
        await #expect(throws: KeeperError.self) { try await begin(house, line) }
    }

    @Test(arguments: [true, false])
    func `is found in a list after a lost answer by its number alone`(_ isOurs: Bool) async throws {
        let house = try TestHouse(adopts: false)
        let line = try await ended(house)
        let again = try await begin(house, line)
        _ = try await house.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await house.keeper.ended(again.id, .failed(lost))
        try await house.keeper.release(try #require(again.line))
        var reading = ActivationReading(
            providerID: "NEW", status: ActivationStatus(.waiting))
        reading.service = "wa"
        reading.number = isOurs ? line.number : "+447700900999"
        reading.orderedAt = house.clock.world.now()
        house.clock.advance(.minutes(2))
        try await house.keeper.listed(
            rentals: [], active: [reading], past: [], began: house.clock.world.now(), on: "pool")
        #expect(try house.store.action(again.id)?.state == (isOurs ? .done : .failed))
    }
}
