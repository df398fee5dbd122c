@testable import Accounts
import Lines
import Providers
@testable import Running
import Scripting
import Storage
import Testing
import Transport

@testable import Keeping

/// An event on which a script failed is not lost: it is repeated, like a timer.
@Suite("Events that a script failed on") struct EventRetryTests {
    private static let sound = """
        function on_line(event) keeper.remember("sound", (keeper.recall("sound") or 0) + 1) end
        """
    private static let broken = "function on_line(event) error('no') end"
    private static let mended = """
        function on_line(event) keeper.remember("kind", event.kind) end
        """

    private func adopt(_ fixture: KeeperFixture) async throws {
        var rental = HeldRental(providerID: "R1")
        rental.number = "+14155550001"
        rental.expiresAt = fixture.clock.world.now() + .days(20)
        try await fixture.keeper.adopt(rental, on: "pool")
    }

    @Test func `are told again to that script alone, once it is time`() async throws {
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.sound, "20-b.lua": Self.broken])
        let fixture = scripted.fixture
        try await adopt(fixture)
        try await scripted.runAll()
        #expect(try fixture.store.eventsForScripts(limit: 9).count == 1)
        try await scripted.save("20-b.lua", Self.mended)
        try await scripted.runAll()
        #expect(Keeper.memory(of: "20-b.lua", in: fixture.store)["kind"] == nil, "too early")
        let next = try #require(try await fixture.keeper.nextTimer(of: ["20-b.lua"]))
        #expect(next == fixture.clock.now + .minutes(1))
        fixture.clock.advance(.minutes(1))
        try await scripted.runAll()
        #expect(Keeper.memory(of: "20-b.lua", in: fixture.store)["kind"] == .string("adopted"))
        #expect(Keeper.memory(of: "10-a.lua", in: fixture.store)["sound"]?.json == "1")
        #expect(try fixture.store.eventsForScripts(limit: 9).isEmpty)
        #expect(try await fixture.keeper.nextTimer(of: ["20-b.lua"]) == nil)
        await scripted.end()
    }

    @Test func `are not told again early, nor more often, because of a restart`() async throws {
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.sound, "20-b.lua": Self.broken])
        let fixture = scripted.fixture
        try await adopt(fixture)
        try await scripted.runAll()
        for pause in [1, 5, 30] {
            let keeper = try fixture.restarted()
            let runner = ScriptedKeeper.runner(keeper, fixture, scripted.folder, scripted.worker)
            await runner.load()
            while try await runner.runOnce() > 0 {}
            #expect(
                try await keeper.nextTimer(of: ["20-b.lua"]) == fixture.clock.now + .minutes(pause))
            fixture.clock.advance(.minutes(pause))
            while try await runner.runOnce() > 0 {}
        }
        #expect(try fixture.store.eventsForScripts(limit: 9).isEmpty)
        #expect(Keeper.memory(of: "10-a.lua", in: fixture.store)["sound"]?.json == "1")
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "script_problem" }
        #expect(told.count == 1 && told.first?.text.contains("failed after 4 tries") == true)
        await scripted.end()
    }

    @Test func `of a timer are counted over a restart`() async throws {
        let scripted = try await ScriptedKeeper([
            "30-t.lua": """
            function on_line(event) keeper.after("1m", "later") end
            function on_timer(name) error("no") end
            """
        ])
        let fixture = scripted.fixture
        try await adopt(fixture)
        try await scripted.runAll()
        for pause in [1, 1, 5, 30] {
            fixture.clock.advance(.minutes(pause))
            let keeper = try fixture.restarted()
            let runner = ScriptedKeeper.runner(keeper, fixture, scripted.folder, scripted.worker)
            await runner.load()
            while try await runner.runOnce() > 0 {}
        }
        #expect(try fixture.store.timers(limit: 9).isEmpty)
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "timer_failed" }
        #expect(told.count == 1 && told.first?.text.contains("failed after 4 tries") == true)
        await scripted.end()
    }

    @Test func `are given up in the end, and that is told`() async throws {
        let scripted = try await ScriptedKeeper(["20-b.lua": Self.broken])
        let fixture = scripted.fixture
        try await adopt(fixture)
        for pause in [0, 1, 5, 30] {
            fixture.clock.advance(.minutes(pause))
            try await scripted.runAll()
        }
        #expect(try fixture.store.eventsForScripts(limit: 9).isEmpty)
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "script_problem" }
        #expect(told.count == 1 && told.first?.text.contains("failed after 4 tries") == true)
        await scripted.end()
    }

    @Test func `hold up nothing that comes after them`() async throws {
        let picky = """
            function on_line(event)
              if event.kind == "adopted" then error("no") end
              keeper.remember("kind", event.kind)
            end
            """
        let scripted = try await ScriptedKeeper(["20-b.lua": picky])
        let fixture = scripted.fixture
        try await adopt(fixture)
        try await scripted.runAll()
        _ = try await fixture.rental()
        try await scripted.runAll()
        #expect(Keeper.memory(of: "20-b.lua", in: fixture.store)["kind"] != nil)
        await scripted.end()
    }
}
