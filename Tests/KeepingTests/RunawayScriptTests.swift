@testable import Accounts
import Channels
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// Scripts whose decisions lead to more decisions: each ends soon, and little has left the house.
@Suite("Scripts that run away") struct RunawayScriptTests {
    private func rates(_ change: (inout ScriptRates) -> Void = { _ in }) -> KeeperSettings {
        var settings = KeeperSettings()
        change(&settings.scriptRates)
        return settings
    }

    /// Runs scripts and delivers what they forward at once, until nothing is left to do now.
    private func runOut(_ scripted: ScriptedKeeper, steps: Int = 2000) async throws -> Int {
        let store = scripted.fixture.store
        var delivered = 0
        for _ in 0..<steps {
            let count = try await scripted.runner.runOnce()
            let due = try store.forwards(
                to: "phone", dueBy: scripted.fixture.clock.now, limit: 100)
            delivered += due.count
            try await scripted.fixture.keeper.delivered(
                due.map { .init(action: $0, result: .success(DeliveryReceipt("taken"))) })
            if count == 0, due.isEmpty { return delivered }
        }
        Issue.record("it does not end")
        return delivered
    }

    private static let rearming = """
        function on_message() keeper.after(0, "tick") end
        function on_timer(name)
          keeper.forward("phone", "tick")
          keeper.after(0, "tick")
        end
        """

    @Test func `a timer of no time that sets itself again ends after eight`() async throws {
        let scripted = try await ScriptedKeeper(["10-loop.lua": Self.rearming], rates())
        let line = try await scripted.fixture.rental()
        try await scripted.receiveWithoutRunning("go", on: line)
        #expect(try await runOut(scripted) == 7)
        let told = try scripted.events("script_paused")
        #expect(told.count == 1)
        #expect(
            told.first
                == "10-loop.lua is paused for 1 minute: its decisions follow from each other "
                + "without an end: message 1"
                + String(repeating: " → timer tick", count: 7)
                + ". At most 8 may (`scripts.chain`). Mend it, or run `script 10-loop.lua "
                + "--resume`.")
        #expect(await scripted.runner.statuses().first?.state == .paused)
        #expect(await scripted.runner.statuses().first?.lastFailure?.kind == .runaway)
        // Its timer waits with it, and is given up at last.
        #expect(try scripted.fixture.store.timers(limit: 9).count == 1)
        for pause in [Duration.minutes(1), .minutes(5), .minutes(30), .hours(2)] {
            scripted.fixture.clock.advance(pause)
            await scripted.runner.load()
            #expect(try await runOut(scripted) == 0)
        }
        #expect(try scripted.fixture.store.timers(limit: 9).isEmpty)
        #expect(try scripted.events("timer_failed").count == 1)
        await scripted.end()
    }

    @Test func `a forward on each delivery ends after eight`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-echo.lua": """
                function on_message() keeper.forward("phone", "first") end
                function on_action(action) keeper.forward("phone", "and again") end
                """
            ], rates())
        let line = try await scripted.fixture.rental()
        try await scripted.receiveWithoutRunning("go", on: line)
        #expect(try await runOut(scripted) == 8)
        #expect(try scripted.events("script_paused").count == 1)
        await scripted.end()
    }

    @Test func `ten timers from each timer end before they are many`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-flood.lua": """
                local function ten(name)
                  for i = 1, 10 do keeper.after(0, name .. i) end
                end
                function on_message() ten("t") end
                function on_timer(name) ten(name) keeper.forward("phone", name) end
                """
            ], rates())
        let line = try await scripted.fixture.rental()
        try await scripted.receiveWithoutRunning("go", on: line)
        let delivered = try await runOut(scripted)
        #expect(delivered <= 20, "\(delivered)")
        #expect(try scripted.fixture.store.timers(limit: 5000).count < 200)
        let told = try scripted.events("script_paused")
        #expect(told.count == 1)
        #expect(told.first?.contains("decisions in a minute") == true, "\(told)")
        await scripted.end()
    }

    @Test func `what a run that was stopped remembered is not kept`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-loop.lua": """
                function on_message() keeper.after(0, "tick") end
                function on_timer()
                  keeper.remember("n", (keeper.recall("n") or 0) + 1)
                  keeper.after(0, "tick")
                end
                """
            ], rates())
        let line = try await scripted.fixture.rental()
        try await scripted.receiveWithoutRunning("go", on: line)
        _ = try await runOut(scripted)
        #expect(Keeper.memory(of: "10-loop.lua", in: scripted.fixture.store) == ["n": 7])
        #expect(await scripted.worker.memory(of: "10-loop.lua") == ["n": 7])
        await scripted.end()
    }

    @Test func `a timer that waits may set itself again for ever`() async throws {
        let scripted = try await ScriptedKeeper(
            ["10-clock.lua": Self.rearming.replacing("after(0,", with: #"after("10s","#)], rates())
        let line = try await scripted.fixture.rental()
        try await scripted.receiveWithoutRunning("go", on: line)
        var delivered = 0
        for _ in 1...100 {
            scripted.fixture.clock.advance(.seconds(10))
            delivered += try await runOut(scripted)
        }
        // The message is handled in the first turn, and its timer fires in the second.
        #expect(delivered == 99)
        #expect(try scripted.events("script_paused").isEmpty)
        await scripted.end()
    }

    @Test func `nobody stops a script by writing often`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-busy.lua": """
                function on_message(message)
                  keeper.tag("a") keeper.forward("phone", "one") keeper.after(0, "t" .. message.id)
                end
                function on_timer(name) keeper.forward("phone", name) end
                function on_action(action) keeper.remember("last", action.id) end
                """
            ], rates())
        let line = try await scripted.fixture.rental()
        for number in 1...60 { try await scripted.receiveWithoutRunning("n\(number)", on: line) }
        #expect(try await runOut(scripted) == 120)
        #expect(try scripted.events("script_paused").isEmpty)
        await scripted.end()
    }

    @Test func `timers beyond the most are not set, and the rest is done`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-many.lua": """
                function on_message(message)
                  keeper.tag("seen")
                  for i = 1, 7 do keeper.after("1h", message.id .. "-" .. i) end
                end
                function on_timer() end
                """
            ], rates { $0.pendingTimers = 10 })
        let line = try await scripted.fixture.rental()
        for number in 1...2 {
            try await scripted.receiveWithoutRunning("n\(number)", on: line)
            _ = try await runOut(scripted)
        }
        let store = scripted.fixture.store
        #expect(try store.timers(limit: 99).count == 10)
        #expect(try store.messages(store.filter()).map(\.tags) == [["seen"], ["seen"]])
        #expect(
            try scripted.events("script_problem") == [
                "10-many.lua: 4 timers could not be set: at most 10 may be pending "
                    + "(`scripts.pending_timers`)."
            ])
        await scripted.end()
    }

    // MARK: The value

    @Test func `the rates count what follows from a script's own decisions, for a minute`() {
        var brakes = ScriptBrakes()
        let own = ScriptCause(["message 1", "timer a"])
        let rates = ScriptRates()
        var report = RunReport(script: "a.lua", outcome: .completed)
        report.decisions = [.forward(ForwardRequest(channel: "phone"))]
        func reason(_ cause: ScriptCause, at time: Duration, pending: Int = 0) -> String? {
            brakes.reasonToStop(
                report, cause, ScriptBrakes.Pending(timers: 0, forwards: pending), rates, at: time)
        }
        for _ in 1...100 { #expect(reason(ScriptCause(["message 1"]), at: .zero) == nil) }
        for _ in 1...20 { #expect(reason(own, at: .zero) == nil) }
        #expect(
            reason(own, at: .seconds(59))
                == "its decisions led to 21 forwards in a minute, the last by message 1 → timer a. "
                + "At most 20 may be (`scripts.forwards_per_minute`)")
        #expect(reason(own, at: .seconds(60)) == nil, "those of a minute ago are forgotten")
        #expect(reason(own, at: .seconds(200), pending: 999) == nil)
        #expect(
            reason(own, at: .seconds(300), pending: 1000)?.contains("1001 pending forwards") == true
        )
    }
}
