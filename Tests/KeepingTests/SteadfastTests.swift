import Foundation
import GRDB
import Keeping
import Lines
import Logging
import Providers
import Scripting
import Storage
import Testing
import Transport

/// Temporary absence of a resource: the disk, an answer, money, the worker, a script.
@Suite("Holding out")
struct SteadfastTests {
    private func settings(_ change: (inout Policy) -> Void) -> KeeperSettings {
        var settings = KeeperSettings()
        change(&settings.policy)
        return settings
    }

    // MARK: The disk

    @Test(.timeLimit(.minutes(1)))
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
            let order = try await keeper.intend(
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
        let worker = ScriptWorker(executable: ScriptedHouse.binary)
        let scripts = ScriptSet(
            folder: folder, worker: worker, memory: { _ in [:] }, world: keeper.world,
            pauseAfter: 5)
        let house = House(
            keeper: keeper, accounts: [account], scripts: scripts, channels: [], routes: [:],
            rehearsal: Rehearsal(world: keeper.world), folder: folder, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await house.run() }
            defer { group.cancelAll() }
            try await work()
        }
        await worker.shutDown()
    }

    // MARK: An answer

    @Test func `what the plan gives back waits for its last look, what a person does is told`()
        async throws
    {
        let house = try TestHouse(settings { $0.activations.cancelUnusedAfter = .minutes(1) })
        let line = try await house.activation()
        house.clock.advance(.minutes(1))
        let planned = try #require(try await house.nextAction())
        try await house.keeper.ended(planned.id, .unready("not looked at"))
        try await house.keeper.release(line.id)
        #expect(try house.store.action(planned.id)?.state == .pending)
        #expect(try await house.keeper.line("\(line.id)").state == .waiting)
        #expect(try await house.nextAction() == nil)
        house.clock.advance(.seconds(11))
        #expect(try await house.nextAction()?.id == planned.id)
        try await house.keeper.ended(planned.id, .unready("not looked at"))
        try await house.keeper.release(line.id)

        let other = try await house.activation()
        let asked = try await house.keeper.intend(.cancel, on: other, origin: "console")
        #expect(try await house.nextAction()?.id == asked.id)
        try await house.keeper.ended(asked.id, .unready("not looked at"))
        let failed = try house.store.action(asked.id)
        #expect(failed?.state == .failed)
        #expect(failed?.result == "not looked at")
        #expect(try await house.keeper.line("\(other.id)").shownState == "waiting")
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
        let house = try TestHouse(limited)
        let line = try await house.rental()
        house.clock.advance(.days(29))
        let extend = try #require(try await house.nextAction())
        let dear = Money(tenThousandths: 260_000)
        await #expect(throws: KeeperError.self) {
            try await house.keeper.agree(extend.id, price: dear)
        }
        try await house.keeper.ended(extend.id, .declined("over the limit"))
        try await house.keeper.release(line.id)
        #expect(try house.store.action(extend.id)?.state == .pending)
        #expect(try await house.nextAction() == nil)
        house.clock.advance(.minutes(31))
        #expect(try await house.nextAction()?.id == extend.id)
        // Tomorrow the limit has room.
        try await house.keeper.agree(extend.id, price: Money(tenThousandths: 200_000))
        try await house.keeper.ended(extend.id, .extended(Extension(expiresAt: noon + .days(60))))
        try await house.keeper.release(line.id)
        #expect(try await house.keeper.line("\(line.id)").expiresAt == noon + .days(60))
    }

    @Test func `an extension a limit forbids is given up when the rental has run out`() async throws
    {
        let house = try TestHouse(
            settings {
                $0.rentals.extendBefore = .days(1)
                $0.rentals.extendDays = 30
            })
        let line = try await house.rental()
        house.clock.advance(.days(29))
        let extend = try #require(try await house.nextAction())
        house.clock.advance(.days(1) + .seconds(1))
        try await house.keeper.ended(extend.id, .declined("over the limit"))
        try await house.keeper.release(line.id)
        #expect(try house.store.action(extend.id)?.state == .failed)
        let told = try house.store.latestEvents(limit: 50).map(\.kind)
        #expect(told.contains("missed"))
    }

    // MARK: Scripts

    @Test func `messages wait for scripts that could not be loaded yet`() async throws {
        let scripted = try await ScriptedHouse([
            "10-tag.lua": "function on_message() keeper.tag('seen') end"
        ])
        let line = try await scripted.house.rental()
        // Right after the start there is no worker.
        let missing = ScriptWorker(executable: "/nonexistent/linekeeper")
        let early = ScriptedHouse.desk(
            scripted.house.keeper, scripted.house, scripted.folder, missing)
        await early.load()
        try await scripted.house.keeper.receive(
            [ReceivedMessage(text: "a", sender: nil, receivedAt: noon)], on: line.id)
        await #expect(throws: (any Error).self) { _ = try await early.runOnce() }
        let store = scripted.house.store
        #expect(try store.messages(store.filter()).map(\.state) == [.stored])
        while try await scripted.desk.runOnce() > 0 {}
        #expect(try store.messages(store.filter()).map(\.tags) == [["seen"]])
        await missing.shutDown()
        await scripted.end()
    }

    @Test func `a timer waits for a script that cannot run, and keeps nobody busy meanwhile`()
        async throws
    {
        let scripted = try await ScriptedHouse([
            "10-timer.lua": """
            function on_message() keeper.after("1m", "later") end
            function on_timer(name) keeper.remember("fired", name) end
            """
        ])
        let line = try await scripted.house.rental()
        try await scripted.receive("go", on: line)
        let file = "\(scripted.folder)/10-timer.lua"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try FileManager.default.removeItem(atPath: file)
        await scripted.desk.load()
        scripted.house.clock.advance(.minutes(2))
        #expect(try await scripted.desk.runOnce() == 0)
        #expect(try scripted.house.store.timers(limit: 9).count == 1)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        await scripted.desk.load()
        while try await scripted.desk.runOnce() > 0 {}
        #expect(try scripted.house.store.timers(limit: 9).isEmpty)
        let memory = Keeper.memory(of: "10-timer.lua", in: scripted.house.store)
        #expect(memory["fired"] == .string("later"))
        await scripted.end()
    }

    @Test func `a timer of a script that is gone for a day is dropped, and that is told`()
        async throws
    {
        let scripted = try await ScriptedHouse([
            "10-timer.lua": """
            function on_message() keeper.after("1m", "later") end
            function on_timer() end
            """
        ])
        let line = try await scripted.house.rental()
        try await scripted.receive("go", on: line)
        try FileManager.default.removeItem(atPath: "\(scripted.folder)/10-timer.lua")
        await scripted.desk.load()
        scripted.house.clock.advance(.days(1) + .minutes(2))
        while try await scripted.desk.runOnce() > 0 {}
        #expect(try scripted.house.store.timers(limit: 9).isEmpty)
        let told = try scripted.house.store.latestEvents(limit: 50).map(\.text)
        #expect(told.contains { $0.contains("10-timer.lua has been gone for a day") }, "\(told)")
        await scripted.end()
    }
}
