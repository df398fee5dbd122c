@testable import Accounts
import GRDB
import Lines
@testable import Running
import Scripting
import Storage
import Testing
import Transport

@testable import Keeping

/// Schedules and starts of scripts, over failures, restarts and changes of the clock.
@Suite("Scripts in time")
struct ScheduledScriptTests {
    private static var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.zone = LocalZone.named("Europe/Berlin") ?? .utc
        return settings
    }

    /// Logs each call, with the time it was due as clocks in Berlin show it.
    private static func script(_ setting: String) -> String {
        """
        function on_start(why) print(why) \(setting) end
        function on_timer(name, data, due)
          print(name .. " " .. keeper.date(due, "%F %R", "Europe/Berlin"))
        end
        """
    }

    private func logs(_ scripted: ScriptedKeeper) throws -> [String] {
        try scripted.fixture.store.read { database in
            try String.fetchAll(
                database, sql: "SELECT value FROM run, json_each(log) ORDER BY run.id")
        }
    }

    @Test func `a daily schedule keeps its time on the clock over the change of the clocks`()
        async throws
    {
        let scripted = try await ScriptedKeeper(
            ["10-a.lua": Self.script(#"keeper.every("1d at 07:00", "daily")"#)], Self.settings)
        let start = try #require(Instant(rfc3339: "2026-03-27T12:00:00Z"))
        scripted.fixture.clock.advance(start - scripted.fixture.clock.world.now())
        try await scripted.save(
            "10-a.lua", Self.script(#"keeper.every("1d at 07:00", "again")"#))
        try await scripted.runAll()
        for _ in 0..<72 {
            scripted.fixture.clock.advance(.hours(1))
            try await scripted.runAll()
        }
        let again = try logs(scripted).filter { $0.hasPrefix("again") }
        #expect(
            again == [
                "again 2026-03-28 07:00", "again 2026-03-29 07:00", "again 2026-03-30 07:00",
            ])
        await scripted.end()
    }

    @Test func `a schedule goes on though its script fails, and a failed run is tried again`()
        async throws
    {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_start() keeper.every("1h", "hourly") end
            function on_timer(name) error("no") end
            """
        ])
        try await scripted.runAll()
        var runs = 0
        for _ in 0..<180 {
            scripted.fixture.clock.advance(.minutes(1))
            try await scripted.runAll()
            runs = try scripted.events("script_failed").count
            if runs == 4 {
                // Repaired before it is paused.
                try await scripted.save(
                    "10-a.lua", "function on_timer(name) keeper.remember(\"ran\", true) end")
            }
        }
        // At 60 min, and again after 1, 5 and 30 min; the next hours fired.
        #expect(runs == 4)
        #expect(try scripted.fixture.store.timers(limit: 9).map(\.name) == ["hourly"])
        #expect(
            Keeper.memory(of: "10-a.lua", in: scripted.fixture.store)["ran"] == .bool(true))
        await scripted.end()
    }

    @Test(arguments: [("once", 2), ("skip", 1)])
    func `times missed without the manager are made up for once, or skipped`(
        missed: String, calls: Int
    ) async throws {
        let setting = "keeper.every(\"1d at 07:00\", \"daily\", nil, { missed = \"\(missed)\" })"
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.script(setting)], Self.settings)
        try await scripted.runAll()
        // Three mornings pass without a run; then one is met.
        scripted.fixture.clock.advance(.days(3))
        try await scripted.runAll()
        scripted.fixture.clock.advance(.days(1))
        let due = try #require(try scripted.fixture.store.timers(limit: 1).first?.dueAt)
        scripted.fixture.clock.advance(due - scripted.fixture.clock.world.now())
        try await scripted.runAll()
        let daily = try logs(scripted).filter { $0.hasPrefix("daily") }
        #expect(daily.count == calls, "\(daily)")
        await scripted.end()
    }

    @Test func `the same schedule set again keeps its rhythm, another one replaces it`()
        async throws
    {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": Self.script(#"keeper.every("1h", "tick", 1)"#)
        ])
        try await scripted.runAll()
        let first = try #require(try scripted.fixture.store.timers(limit: 9).first)
        scripted.fixture.clock.advance(.minutes(40))
        try await scripted.save("10-a.lua", Self.script(#"keeper.every("1h", "tick", 2)"#))
        try await scripted.runAll()
        let same = try #require(try scripted.fixture.store.timers(limit: 9).first)
        #expect(same.dueAt == first.dueAt && same.data == "2")
        try await scripted.save("10-a.lua", Self.script(#"keeper.every("30m", "tick")"#))
        try await scripted.runAll()
        let other = try scripted.fixture.store.timers(limit: 9)
        #expect(other.map(\.schedule) == ["30m"])
        try await scripted.save("10-a.lua", Self.script(#"keeper.cancel_timer("tick")"#))
        try await scripted.runAll()
        #expect(try scripted.fixture.store.timers(limit: 9).isEmpty)
        await scripted.end()
    }

    @Test func `a timer may be removed and set again by one run, in its order`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_start()
              keeper.after("1m", "a") keeper.cancel_timer("a")
              keeper.cancel_timer("b") keeper.after("1m", "b")
            end
            function on_timer() end
            """
        ])
        try await scripted.runAll()
        #expect(try scripted.fixture.store.timers(limit: 9).map(\.name) == ["b"])
        await scripted.end()
    }

    @Test func `on_start is called once per load, and says why`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_start(why) print(why) end
            function on_line() error("no") end
            """
        ])
        try await scripted.runAll()
        try await scripted.runAll()
        try await scripted.save("10-a.lua", "function on_start(why) print(why, 2) end")
        try await scripted.runAll()
        // Without the handler nothing happens.
        try await scripted.save("20-b.lua", "function on_line() end")
        try await scripted.runAll()
        #expect(try logs(scripted) == ["start", "saved\t2"])
        await scripted.end()
    }

    @Test func `schedules follow the zone of the configuration after it has changed`()
        async throws
    {
        let scripted = try await ScriptedKeeper(
            ["10-a.lua": Self.script(#"keeper.every("1d at 07:00", "daily")"#)], Self.settings)
        try await scripted.runAll()
        let store = scripted.fixture.store
        let before = try #require(try store.timers(limit: 1).first)
        #expect(before.zone == "Europe/Berlin")
        var settings = Self.settings
        settings.zone = try #require(LocalZone.named("America/New_York"))
        _ = try Keeper(
            store: store, world: scripted.fixture.clock.world, accounts: [], settings: settings)
        let after = try #require(try store.timers(limit: 1).first)
        #expect(after.zone == "America/New_York")
        #expect(settings.zone.civil(at: after.dueAt).hour == 7)
        await scripted.end()
    }

    @Test func `setting the machine's clock moves what waits, but not what follows clocks`()
        async throws
    {
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": Self.script(
                    #"keeper.every("1d at 07:00", "daily") keeper.after("1h", "wait")"#)
            ], Self.settings)
        try await scripted.runAll()
        let store = scripted.fixture.store
        let before = try store.timers(limit: 9)
        try store.write { try $0.shiftWaiting(by: .hours(2)) }
        let after = try store.timers(limit: 9)
        for timer in before {
            let moved = try #require(after.first { $0.name == timer.name })
            #expect(moved.dueAt - timer.dueAt == (timer.name == "wait" ? .hours(2) : .zero))
        }
        await scripted.end()
    }
}
