@testable import Accounts
import Channels
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// What scripts tell each other is a debt like any other: paid once, after a crash too.
@Suite("Events between scripts") struct EmitTests {
    private static let hears = """
        function on_event(name, data, from)
          local heard = keeper.recall("heard") or {}
          heard[#heard + 1] = { name, data and data.n or 0, from }
          keeper.remember("heard", heard)
        end
        """
    private static let tells = """
        function on_message(message) keeper.emit("parcel", { n = message.id }) keeper.emit("bare") end
        \(hears)
        """

    private func heard(_ script: String, _ scripted: ScriptedKeeper) -> ScriptValue? {
        Keeper.memory(of: script, in: scripted.fixture.store)["heard"]
    }

    @Test func `each other script that listens is told once`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": Self.tells, "20-b.lua": Self.hears, "30-c.lua": Self.hears,
            "40-d.lua": "function on_message() end",
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        let all: ScriptValue = [["parcel", 1, "10-a.lua"], ["bare", 0, "10-a.lua"]]
        #expect(heard("20-b.lua", scripted) == all)
        #expect(heard("30-c.lua", scripted) == all)
        #expect(heard("10-a.lua", scripted) == nil)
        #expect(try scripted.events("script_event").count == 4)
        #expect(try scripted.fixture.store.eventsForScripts(limit: 9).isEmpty)
        await scripted.end()
    }

    @Test func `what was told before a crash is heard after it`() async throws {
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.tells, "20-b.lua": Self.hears])
        let line = try await scripted.fixture.rental()
        try await scripted.runAll()
        try await scripted.receiveWithoutRunning("hello", on: line)
        // The message is handled in this turn, and its events would be in the next.
        _ = try await scripted.runner.runOnce()
        let later = try scripted.fixture.restarted()
        let runner = ScriptedKeeper.runner(
            later, scripted.fixture, scripted.folder, scripted.worker)
        await runner.load()
        while try await runner.runOnce() > 0 {}
        #expect(
            heard("20-b.lua", scripted)
                == [["parcel", 1, "10-a.lua"], ["bare", 0, "10-a.lua"]])
        await scripted.end()
    }

    @Test func `a listener that fails or is missing is told later`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": Self.tells, "20-b.lua": "function on_event() error('not yet') end",
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        #expect(try scripted.fixture.store.eventsForScripts(limit: 9).count == 2)
        try await scripted.save("20-b.lua", Self.hears)
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.runAll()
        #expect(
            heard("20-b.lua", scripted)
                == [["parcel", 1, "10-a.lua"], ["bare", 0, "10-a.lua"]])
        try await scripted.remove("20-b.lua")
        try await scripted.receiveWithoutRunning("again", on: line)
        try await scripted.runAll()
        try await scripted.save("20-b.lua", Self.hears)
        try await scripted.runAll()
        #expect(heard("20-b.lua", scripted)?.items?.count == 2, "nobody was there to be told")
        await scripted.end()
    }

    @Test func `two scripts that answer each other end, and both are named`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_message() keeper.emit("ping") end
            function on_event() keeper.emit("ping") end
            """,
            "20-b.lua": "function on_event() keeper.emit('pong') end",
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        let told = try scripted.events("script_paused")
        #expect(told.count == 1)
        let chain = [
            "message 1", "10-a.lua tells ping", "20-b.lua tells pong", "10-a.lua tells ping",
            "20-b.lua tells pong", "10-a.lua tells ping", "20-b.lua tells pong",
            "10-a.lua tells ping",
        ].joined(separator: " → ")
        let reason = "its decisions follow from each other without an end: \(chain). "
        #expect(told.first?.hasPrefix("10-a.lua is paused for 1 minute: " + reason) == true)
        await scripted.end()
    }

    @Test func `no more wait for others than may`() async throws {
        var settings = KeeperSettings()
        settings.scriptRates.pendingEvents = 5
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": "function on_message() for i = 1, 4 do keeper.emit('e' .. i) end end",
                "20-b.lua": Self.hears, "30-c.lua": Self.hears,
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        #expect(heard("30-c.lua", scripted)?.items?.count == 2)
        #expect(
            try scripted.events("script_problem") == [
                "10-a.lua: 2 events could not be emitted: at most 5 may wait for other scripts "
                    + "(`scripts.pending_events`)."
            ])
        await scripted.end()
    }
}
