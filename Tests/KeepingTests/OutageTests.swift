import Accounts
import Foundation
import GRDB
import Keeping
import Lines
import Logging
import Providers
@testable import Running
import Scripting
import Storage
import Testing
import Transport

/// Temporary absence of a resource: the disk, an answer, money, the worker, a script.
@Suite("Outages")
struct OutageTests {
    private func settings(_ change: (inout Policy) -> Void) -> KeeperSettings {
        var settings = KeeperSettings()
        change(&settings.policy)
        return settings
    }

    // MARK: The disk

    @Test(.timeLimit(.minutes(20)))
    func `a purchase that cannot be written down is written when the disk allows, and made once`()
        async throws
    {
        let store = try Store.recorded()
        let world = World.live(speed: 20)
        let provider = SellingProvider()
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1", provider: provider)
        let keeper = try Keeper(
            store: store, world: world, accounts: [account], settings: KeeperSettings())
        try store.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER full BEFORE UPDATE OF state ON action WHEN new.state = 'done'
                    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
                    """)
        }
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "1"
        payload.country = "1"
        try await Self.running(keeper, account) {
            let order = try await keeper.recordIntent(
                .order, on: "pool", payload, origin: "console"
            ) { _ in }
            // Long enough for several failed tries.
            let refused = world.uptime() + .seconds(10)
            while provider.orders == 0 || world.uptime() < refused {
                try await world.sleep(.seconds(1))
            }
            #expect(try store.action(order.id)?.state == .running)
            try store.write { try $0.execute(sql: "DROP TRIGGER full") }
            while try store.action(order.id)?.state == .running {
                try await world.sleep(.seconds(1))
            }
            #expect(try store.action(order.id)?.state == .done)
            #expect(provider.orders == 1)
            #expect(try store.ledger(since: nil, limit: 9).count == 1)
            #expect(try store.lines().map(\.state) == [.waiting])
        }
    }

    /// Runs a house over the keeper for the duration of `work`.
    static func running(
        _ keeper: Keeper, _ account: Account, _ work: () async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let folder = NSTemporaryDirectory() + "lk-steadfast-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let worker = ScriptWorker(executable: ScriptedKeeper.binary)
        let scripts = ScriptSet(
            folder: folder, worker: worker, memory: { _ in [:] }, world: keeper.world,
            pauseAfter: 5)
        let keeperService = KeeperService(
            keeper: keeper, accounts: [account], scripts: scripts, channels: [], routes: [:],
            rehearsal: Rehearsal(world: keeper.world), folder: folder, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keeperService.run() }
            defer { group.cancelAll() }
            try await work()
        }
        await worker.shutDown()
    }

    // MARK: An answer

    @Test func `what the plan gives back waits for its last look, what a person does is told`()
        async throws
    {
        let fixture = try KeeperFixture(settings { $0.activations.cancelUnusedAfter = .minutes(1) })
        let line = try await fixture.activation()
        fixture.clock.advance(.minutes(1))
        let planned = try #require(try await fixture.nextAction())
        try await fixture.keeper.recordOutcome(of: planned.id, .unready("not looked at"))
        try await fixture.keeper.release(line.id)
        #expect(try fixture.store.action(planned.id)?.state == .pending)
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.seconds(11))
        #expect(try await fixture.nextAction()?.id == planned.id)
        try await fixture.keeper.recordOutcome(of: planned.id, .unready("not looked at"))
        try await fixture.keeper.release(line.id)

        let other = try await fixture.activation()
        let asked = try await fixture.keeper.recordIntent(.cancel, on: other, origin: "console")
        #expect(try await fixture.nextAction()?.id == asked.id)
        try await fixture.keeper.recordOutcome(of: asked.id, .unready("not looked at"))
        let failed = try fixture.store.action(asked.id)
        #expect(failed?.state == .failed)
        #expect(failed?.result == "not looked at")
        #expect(try await fixture.keeper.line("\(other.id)").shownState == "waiting")
    }

    // MARK: Money

    @Test func `an extension a limit forbids is tried again until the rental runs out`()
        async throws
    {
        var limited = settings {
            $0.rentals.extendBefore = .days(1)
            $0.rentals.extendDays = 30
        }
        limited.spendingPerDay = Money(tenThousandths: 250_000)
        let fixture = try KeeperFixture(limited)
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29))
        let extend = try #require(try await fixture.nextAction())
        let dear = Money(tenThousandths: 260_000)
        await #expect(throws: KeeperError.self) {
            try await fixture.keeper.approvePrice(of: extend.id, dear)
        }
        try await fixture.keeper.recordOutcome(of: extend.id, .declined("over the limit"))
        try await fixture.keeper.release(line.id)
        #expect(try fixture.store.action(extend.id)?.state == .pending)
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.minutes(31))
        #expect(try await fixture.nextAction()?.id == extend.id)
        // Tomorrow the limit has room.
        try await fixture.keeper.approvePrice(of: extend.id, Money(tenThousandths: 200_000))
        try await fixture.keeper.recordOutcome(
            of: extend.id, .extended(Extension(expiresAt: noon + .days(60))))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == noon + .days(60))
    }

    @Test func `an extension a limit forbids is given up when the rental has run out`() async throws
    {
        let fixture = try KeeperFixture(
            settings {
                $0.rentals.extendBefore = .days(1)
                $0.rentals.extendDays = 30
            })
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29))
        let extend = try #require(try await fixture.nextAction())
        fixture.clock.advance(.days(1) + .seconds(1))
        try await fixture.keeper.recordOutcome(of: extend.id, .declined("over the limit"))
        try await fixture.keeper.release(line.id)
        #expect(try fixture.store.action(extend.id)?.state == .failed)
        let told = try fixture.store.latestEvents(limit: 50).map(\.kind)
        #expect(told.contains("missed"))
    }

    // MARK: Scripts

    @Test func `messages wait for scripts that could not be loaded yet`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-tag.lua": "function on_message() keeper.tag('seen') end"
        ])
        let line = try await scripted.fixture.rental()
        // Right after the start there is no worker.
        let missing = ScriptWorker(executable: "/nonexistent/linekeeper")
        let early = ScriptedKeeper.runner(
            scripted.fixture.keeper, scripted.fixture, scripted.folder, missing)
        await early.load()
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: "a", sender: nil, receivedAt: noon)], on: line.id)
        await #expect(throws: (any Error).self) { _ = try await early.runOnce() }
        let store = scripted.fixture.store
        #expect(try store.messages(store.filter()).map(\.state) == [.stored])
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.messages(store.filter()).map(\.tags) == [["seen"]])
        await missing.shutDown()
        await scripted.end()
    }

    @Test func `a timer waits for a script that cannot run, and keeps nobody busy meanwhile`()
        async throws
    {
        let scripted = try await ScriptedKeeper([
            "10-timer.lua": """
            function on_message() keeper.after("1m", "later") end
            function on_timer(name) keeper.remember("fired", name) end
            """
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("go", on: line)
        let file = "\(scripted.folder)/10-timer.lua"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try FileManager.default.removeItem(atPath: file)
        await scripted.runner.load()
        scripted.fixture.clock.advance(.minutes(2))
        #expect(try await scripted.runner.runOnce() == 0)
        #expect(try scripted.fixture.store.timers(limit: 9).count == 1)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        await scripted.runner.load()
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try scripted.fixture.store.timers(limit: 9).isEmpty)
        let memory = Keeper.memory(of: "10-timer.lua", in: scripted.fixture.store)
        #expect(memory["fired"] == .string("later"))
        await scripted.end()
    }

    @Test func `a timer of a script that is gone for a day is dropped, and that is told`()
        async throws
    {
        let scripted = try await ScriptedKeeper([
            "10-timer.lua": """
            function on_message() keeper.after("1m", "later") end
            function on_timer() end
            """
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("go", on: line)
        try FileManager.default.removeItem(atPath: "\(scripted.folder)/10-timer.lua")
        await scripted.runner.load()
        scripted.fixture.clock.advance(.days(1) + .minutes(2))
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try scripted.fixture.store.timers(limit: 9).isEmpty)
        let told = try scripted.fixture.store.latestEvents(limit: 50).map(\.text)
        #expect(told.contains { $0.contains("10-timer.lua has been missing for a day") }, "\(told)")
        await scripted.end()
    }
}
