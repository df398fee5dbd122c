import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

@Suite("A purchase")
struct PurchaseTests {
    @Test func `is written down before it is made, and again before the call`() async throws {
        let house = try TestHouse()
        let intended = try await house.begin()
        #expect(try house.store.actions(in: [.pending]).map(\.id) == [intended.id])
        #expect(try house.store.lines().map(\.state) == [.ordering])
        _ = try await house.nextAction()
        #expect(try house.store.actions(in: [.running]).map(\.id) == [intended.id])
    }

    @Test func `that succeeded is a line, a charge and an event together`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        #expect(line.state == .waiting)
        #expect(line.number == "+447700900123")
        let ledger = try house.store.ledger(since: nil, limit: 10)
        #expect(ledger.map(\.amount.tenThousandths) == [2400])
        #expect(try house.store.latestEvents(limit: 10).map(\.kind).contains("bought"))
        #expect(try house.store.actions(in: [.done]).count == 1)
    }

    @Test func `that was refused leaves no line and no charge, and says why`() async throws {
        let house = try TestHouse()
        let intended = try await house.begin()
        _ = try await house.nextAction()
        let price = Money(tenThousandths: 8500)
        try await house.keeper.ended(
            intended.id, .failed(.insufficientBalance(price: price, balance: .zero)))
        #expect(try house.store.lines().isEmpty)
        #expect(await house.keeper.allLines().isEmpty)
        #expect(try house.store.ledger(since: nil, limit: 10).isEmpty)
        let failed = try house.store.action(intended.id)
        #expect(failed?.state == .failed)
        #expect(failed?.result?.contains("0.85") == true)
    }

    @Test func `whose answer was lost is a doubt, found again as such and made only once`()
        async throws
    {
        let house = try TestHouse()
        let intended = try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.ended(
            intended.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        #expect(await house.keeper.openDoubts().map(\.id) == [intended.id])
        #expect(await house.keeper.allLines().map(\.shownState) == ["in_doubt"])
        #expect(try await house.nextAction() == nil)
        let later = try house.restarted()
        #expect(await later.openDoubts().map(\.id) == [intended.id])
        #expect(try await house.nextAction(later) == nil)
    }

    @Test func `that was under way when the manager was killed is a doubt at the next start`()
        async throws
    {
        let house = try TestHouse()
        let intended = try await house.begin()
        _ = try await house.nextAction()
        let later = try house.restarted()
        #expect(await later.openDoubts().map(\.id) == [intended.id])
        #expect(try await house.nextAction(later) == nil)
    }

    @Test func `in doubt is settled by what the provider lists`() async throws {
        let house = try TestHouse()
        let intended = try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.ended(intended.id, .failed(.providerFailed("")))
        try await house.keeper.release(try #require(intended.line))
        var found = ActivationReading(
            providerID: "FOUND", status: ActivationStatus(.waiting, expiresAt: noon + .hours(1)))
        found.number = "+447700900999"
        try await house.keeper.listed(
            rentals: [], active: [found], past: [], began: noon + .seconds(1),
            on: "pool")
        let lines = await house.keeper.allLines()
        #expect(lines.map(\.providerID) == ["FOUND"])
        #expect(lines.map(\.shownState) == ["waiting"])
        #expect(try house.store.ledger(since: nil, limit: 10).count == 1)
        #expect(await house.keeper.openDoubts().isEmpty)
    }

    @Test func `in doubt that the provider does not know did not happen, once it had time to show`()
        async throws
    {
        let house = try TestHouse()
        let intended = try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.ended(intended.id, .failed(.providerFailed("")))
        try await house.keeper.listed(
            rentals: [], active: [], past: [], began: house.clock.world.now() + .seconds(1),
            on: "pool")
        #expect(await house.keeper.openDoubts().count == 1)
        house.clock.advance(.minutes(2))
        try await house.keeper.listed(
            rentals: [], active: [], past: nil, began: house.clock.world.now(), on: "pool")
        #expect(await house.keeper.openDoubts().count == 1)
        try await house.keeper.listed(
            rentals: [], active: [], past: [], began: house.clock.world.now() + .seconds(1),
            on: "pool")
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(await house.keeper.allLines().isEmpty)
    }

    @Test func `keeps within the limit, counting what is under way and in doubt`() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(tenThousandths: 5000)
        let house = try TestHouse(settings)
        try await house.begin()
        try await house.begin()
        await #expect(throws: KeeperError.self) { try await house.begin() }
        _ = try await house.nextAction()
        #expect(await house.keeper.allLines().count == 2)
    }

    @Test func `by a script keeps within the scripts' limit`() async throws {
        var settings = KeeperSettings()
        settings.scriptsPerDay = Money(tenThousandths: 2400)
        let house = try TestHouse(settings)
        try await house.begin(origin: "10-bank.lua")
        await #expect(throws: KeeperError.self) { try await house.begin(origin: "20-rest.lua") }
        try await house.begin(origin: "console")
    }
}
