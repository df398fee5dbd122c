import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Ordering a number again buys that number and no other.
@Suite("A number once more")
struct AgainTests {
    private func begin(_ fixture: KeeperFixture, _ line: Line) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "wa"
        payload.country = "16"
        payload.price = Money(tenThousandths: 2400)
        payload.again = line.providerID
        return try await fixture.keeper.recordIntent(.order, on: "pool", payload, origin: "console")
        {
            $0.number = line.number
            $0.service = "WhatsApp"
        }
    }

    private func ended(_ fixture: KeeperFixture) async throws -> Line {
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "code 1234")], on: line.id,
            standing: ActivationStatus(.received))
        try await fixture.keeper.observe(.finished, on: line.id)
        return try await fixture.keeper.line("\(line.id)")
    }

    @Test func `is not bought twice`() async throws {
        let fixture = try KeeperFixture()
        let line = try await ended(fixture)
        let first = try await begin(fixture, line)
        await #expect(throws: KeeperError.self) { try await begin(fixture, line) }
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: first.id, .bought(Purchase(providerID: "AGAIN", number: line.number)))
        try await fixture.keeper.release(try #require(first.line))
        await #expect(throws: KeeperError.self) { try await begin(fixture, line) }
    }

    @Test(arguments: [true, false])
    func `is found in a list after a lost answer by its number alone`(_ isOurs: Bool) async throws {
        let fixture = try KeeperFixture(adopts: false)
        let line = try await ended(fixture)
        let again = try await begin(fixture, line)
        _ = try await fixture.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: again.id, .failed(lost))
        try await fixture.keeper.release(try #require(again.line))
        var reading = ActivationReading(
            providerID: "NEW", status: ActivationStatus(.waiting))
        reading.service = "wa"
        reading.number = isOurs ? line.number : "+447700900999"
        reading.orderedAt = fixture.clock.world.now()
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.compareLists(
            rentals: [], active: [reading], past: [], began: fixture.clock.world.now(), on: "pool")
        #expect(try fixture.store.action(again.id)?.state == (isOurs ? .done : .failed))
    }
}
