import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

@Suite("A purchase")
struct PurchaseTests {
    @Test func `is written down before it is made, and again before the call`() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        #expect(try fixture.store.actions(in: [.pending]).map(\.id) == [intended.id])
        #expect(try fixture.store.lines().map(\.state) == [.ordering])
        _ = try await fixture.nextAction()
        #expect(try fixture.store.actions(in: [.running]).map(\.id) == [intended.id])
    }

    @Test func `that succeeded is a line, a charge and an event together`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        #expect(line.state == .waiting)
        #expect(line.number == "+447700900123")
        let ledger = try fixture.store.ledger(since: nil, limit: 10)
        #expect(ledger.map(\.amount.tenThousandths) == [2400])
        #expect(try fixture.store.latestEvents(limit: 10).map(\.kind).contains("bought"))
        #expect(try fixture.store.actions(in: [.done]).count == 1)
    }

    @Test func `that was refused leaves no line and no charge, and says why`() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        let price = Money(tenThousandths: 8500)
        try await fixture.keeper.recordOutcome(
            of: intended.id, .failed(.insufficientBalance(price: price, balance: .zero)))
        #expect(try fixture.store.lines().isEmpty)
        #expect(await fixture.keeper.allLines().isEmpty)
        #expect(try fixture.store.ledger(since: nil, limit: 10).isEmpty)
        let failed = try fixture.store.action(intended.id)
        #expect(failed?.state == .failed)
        #expect(failed?.result?.contains("0.85") == true)
    }

    @Test func `whose answer was lost is a doubt, found again as such and made only once`()
        async throws
    {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: intended.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        #expect(await fixture.keeper.openDoubts().map(\.id) == [intended.id])
        #expect(await fixture.keeper.allLines().map(\.shownState) == ["in_doubt"])
        #expect(try await fixture.nextAction() == nil)
        let later = try fixture.restarted()
        #expect(await later.openDoubts().map(\.id) == [intended.id])
        #expect(try await fixture.nextAction(later) == nil)
    }

    @Test func `that was under way when the manager was killed is a doubt at the next start`()
        async throws
    {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        let later = try fixture.restarted()
        #expect(await later.openDoubts().map(\.id) == [intended.id])
        #expect(try await fixture.nextAction(later) == nil)
    }

    @Test func `in doubt is settled by what the provider lists`() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: intended.id, .failed(.providerFailed("")))
        try await fixture.keeper.release(try #require(intended.line))
        var found = ActivationReading(
            providerID: "FOUND", status: ActivationStatus(.waiting, expiresAt: noon + .hours(1)))
        found.number = "+447700900999"
        try await fixture.keeper.compareLists(
            rentals: [], active: [found], past: [], began: noon + .seconds(1),
            on: "pool")
        let lines = await fixture.keeper.allLines()
        #expect(lines.map(\.providerID) == ["FOUND"])
        #expect(lines.map(\.shownState) == ["waiting"])
        #expect(try fixture.store.ledger(since: nil, limit: 10).count == 1)
        #expect(await fixture.keeper.openDoubts().isEmpty)
    }

    @Test func `in doubt that the provider does not know did not happen, once it had time to show`()
        async throws
    {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: intended.id, .failed(.providerFailed("")))
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: [], began: fixture.clock.world.now() + .seconds(1),
            on: "pool")
        #expect(await fixture.keeper.openDoubts().count == 1)
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: nil, began: fixture.clock.world.now(), on: "pool")
        #expect(await fixture.keeper.openDoubts().count == 1)
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: [], began: fixture.clock.world.now() + .seconds(1),
            on: "pool")
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(await fixture.keeper.allLines().isEmpty)
    }

    @Test func `keeps within the limit, counting what is under way and in doubt`() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(tenThousandths: 5000)
        let fixture = try KeeperFixture(settings)
        try await fixture.begin()
        try await fixture.begin()
        await #expect(throws: KeeperError.self) { try await fixture.begin() }
        _ = try await fixture.nextAction()
        #expect(await fixture.keeper.allLines().count == 2)
    }

    @Test func `by a script keeps within the scripts' limit`() async throws {
        var settings = KeeperSettings()
        settings.scriptsPerDay = Money(tenThousandths: 2400)
        let fixture = try KeeperFixture(settings)
        try await fixture.begin(origin: "10-bank.lua")
        await #expect(throws: KeeperError.self) { try await fixture.begin(origin: "20-rest.lua") }
        try await fixture.begin(origin: "console")
    }
}
