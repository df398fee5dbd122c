import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Swapping a number: the line remains the person's, whatever happens to the provider's order.
@Suite("Swapping a number") struct SwapTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
    private let other = "+447700900999"

    private func begun(_ line: Line, _ fixture: KeeperFixture) async throws -> OpenAction {
        let swap = try await fixture.keeper.recordIntent(.swap, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.noteBeforeReplacing(swap.id)
        return swap
    }

    private func doubtful(_ line: Line, _ fixture: KeeperFixture) async throws -> OpenAction {
        let swap = try await begun(line, fixture)
        try await fixture.keeper.recordOutcome(of: swap.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        return swap
    }

    private func reading(_ id: String, _ number: String?, _ fixture: KeeperFixture)
        -> ActivationReading
    {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        reading.number = number
        reading.orderedAt = fixture.clock.world.now()
        return reading
    }

    private func list(_ readings: [ActivationReading], _ fixture: KeeperFixture) async throws {
        try await fixture.keeper.compareLists(
            rentals: [], active: readings, past: [],
            began: fixture.clock.world.now() + .milliseconds(1), on: "pool")
    }

    @Test(arguments: [nil, "NEW"])
    func `goes on under the new number`(id: String?) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await begun(line, fixture)
        try await fixture.keeper.recordOutcome(
            of: swap.id, .swapped(Swap(newProviderID: id, number: other)))
        try await fixture.keeper.release(line.id)
        let swapped = try await fixture.keeper.line("\(line.id)")
        #expect(swapped.number == other)
        #expect(swapped.providerID == id ?? line.providerID)
        #expect(swapped.state == .waiting)
        #expect(swapped.episode == line.episode + 1)
        // The time of the new order says nothing about this one.
        #expect(swapped.expiresAt == (id == nil ? line.expiresAt : nil))
    }

    @Test func `whose answer was lost is told by the number the order has`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await doubtful(line, fixture)
        try await list([reading(line.providerID ?? "", other, fixture)], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .done)
        #expect(try await fixture.keeper.line("\(line.id)").number == other)
    }

    @Test func `whose answer was lost is told by the order that came instead`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await doubtful(line, fixture)
        try await list([reading("NEW", other, fixture)], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .done)
        let lines = await fixture.keeper.allLines()
        #expect(lines.map(\.providerID) == ["NEW"], "it was taken for a stranger")
    }

    @Test func `is known not to have happened when the number stays, once it had time to`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await doubtful(line, fixture)
        let same = reading(line.providerID ?? "", line.number, fixture)
        fixture.clock.advance(.seconds(50))
        try await list([same], fixture)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [swap.id])
        fixture.clock.advance(.seconds(20))
        try await list([same], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .failed)
        #expect(try await fixture.keeper.line("\(line.id)").inDoubt == false)
    }

    @Test(arguments: [true, false])
    func `how the old order ends says nothing of the line`(isLost: Bool) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = isLost ? try await doubtful(line, fixture) : try await begun(line, fixture)
        try await fixture.keeper.receive(
            [], on: line.id, standing: ActivationStatus(.refunded))
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
        #expect(try fixture.store.ledger(since: nil, limit: 9).allSatisfy { $0.kind == .charge })
        if isLost {
            try await list([reading("NEW", other, fixture)], fixture)
        } else {
            try await fixture.keeper.recordOutcome(
                of: swap.id, .swapped(Swap(newProviderID: "NEW", number: other)))
        }
        let swapped = try await fixture.keeper.line("\(line.id)")
        #expect(swapped.providerID == "NEW" && swapped.number == other)
        #expect(try fixture.store.action(swap.id)?.state == .done)
    }

    @Test func `a doubt outlives the time of the order it was asked on`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await doubtful(line, fixture)
        fixture.clock.advance(.minutes(25))
        try await fixture.keeper.observe(.time, on: line.id)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [swap.id])
        try await list([reading("NEW", other, fixture)], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .done)
        #expect(try await fixture.keeper.line("\(line.id)").providerID == "NEW")
    }

    @Test func `an order that was there before is nobody's swap`() async throws {
        let fixture = try KeeperFixture(adopts: false)
        let line = try await fixture.activation()
        try await list([reading("STRANGER", other, fixture)], fixture)
        let swap = try await doubtful(line, fixture)
        fixture.clock.advance(.minutes(2))
        try await list([reading("STRANGER", other, fixture)], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .failed)
    }

    @Test func `what came late on the old order is the old order's`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await begun(line, fixture)
        try await fixture.keeper.recordOutcome(
            of: swap.id, .swapped(Swap(newProviderID: "NEW", number: other)))
        try await fixture.keeper.release(line.id)
        let late = PushNews(
            providerID: line.providerID, message: ReceivedMessage(text: "Your code is 482913"))
        try await fixture.keeper.recordNews(late, on: "pool")
        let swapped = try await fixture.keeper.line("\(line.id)")
        #expect(swapped.state == .waiting && swapped.messageCount == 1)
    }

    @Test func `an order that is over and left none in its place was not swapped`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await doubtful(line, fixture)
        fixture.clock.advance(.minutes(2))
        try await list([], fixture)
        #expect(try fixture.store.action(swap.id)?.state == .failed)
    }
}
