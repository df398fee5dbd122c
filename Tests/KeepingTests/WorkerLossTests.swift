import Accounts
import Foundation
import Glibc
import Keeping
import Lines
@testable import Running
import Scripting
import Storage
import Testing
import Transport

/// Losing the worker never costs a message.
@Suite("A worker that is lost")
struct WorkerLossTests {
    private static let tagging = ["10-tag.lua": "function on_message() keeper.tag('seen') end"]

    private func tags(_ scripted: ScriptedKeeper) throws -> [[String]] {
        let store = scripted.fixture.store
        return try store.messages(store.filter()).map(\.tags)
    }

    private func store(_ text: String, in scripted: ScriptedKeeper, on line: Line) async throws {
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: text, sender: nil, receivedAt: noon)], on: line.id)
    }

    @Test(arguments: [SIGSTOP, SIGKILL])
    func `a message is handled by a fresh one when it is stopped or killed`(
        _ signal: Int32
    ) async throws {
        // Long enough for a fresh one to be started beside other tests.
        var limits = ScriptedKeeper.patient
        limits.hard = .seconds(1)
        let scripted = try await ScriptedKeeper(Self.tagging, limits: limits)
        let line = try await scripted.fixture.rental()
        try await store("a", in: scripted, on: line)
        let process = try #require(await scripted.worker.processID)
        kill(process, signal)
        try await scripted.runAll()
        #expect(try tags(scripted) == [["seen"]])
        #expect(await scripted.worker.processID != process)
        #expect(try scripted.events("script_failed").isEmpty)
        await scripted.end()
    }

    @Test(.timeLimit(.minutes(20)))
    func `messages wait while none can be started, and that is told once`() async throws {
        let place = NSTemporaryDirectory() + "lk-worker-\(UUID().uuidString)"
        symlink(ScriptedKeeper.binary, place)
        let scripted = try await ScriptedKeeper(Self.tagging, executable: place)
        let line = try await scripted.fixture.rental()
        try await scripted.runAll()
        unlink(place)
        kill(try #require(await scripted.worker.processID), SIGKILL)
        try await store("a", in: scripted, on: line)
        for _ in 1...5 {
            await #expect(throws: ScriptFailure.self) { _ = try await scripted.runner.runOnce() }
        }
        let messages = scripted.fixture.store
        #expect(try messages.messages(messages.filter()).map(\.state) == [.stored])
        let told = try scripted.events("worker_trouble")
        #expect(told.count == 1 && told[0].contains("No such file or directory"), "\(told)")
        // A script saved meanwhile is not blamed either.
        try await scripted.save("20-more.lua", "function on_message() keeper.tag('more') end")
        #expect(try scripted.events("script_broken").isEmpty)

        symlink(ScriptedKeeper.binary, place)
        // The next try is allowed after a moment.
        while try tags(scripted) == [[]] {
            try Task.checkCancellation()
            await scripted.runner.load()
            _ = try? await scripted.runner.runOnce()
        }
        #expect(try tags(scripted) == [["seen", "more"]])
        #expect(try scripted.events("worker_ok").count == 1)
        #expect(try scripted.events("worker_trouble").count == 1)
        unlink(place)
        await scripted.end()
    }

    @Test func `a message a script failed on is handed on again, and only to that`() async throws {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone"]]
        let scripted = try await ScriptedKeeper(
            [
                "10-good.lua": """
                function on_message()
                  keeper.route("bank")
                  keeper.forward("log", "one")
                  keeper.remember("n", (keeper.recall("n") or 0) + 1)
                end
                """,
                "20-bad.lua": "function on_message() keeper.tag('lost') error('no') end",
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("a", on: line)
        let store = scripted.fixture.store
        let message = try #require(try store.messages(store.filter()).first)
        #expect(message.state == .failed)

        let again = try await scripted.runner.handOn(message.id)
        #expect(again.map(\.script) == ["20-bad.lua"] && again.first?.failure != nil)
        #expect(try store.message(message.id)?.state == .failed)

        try await scripted.save(
            "20-bad.lua",
            "function on_message() keeper.route('bank') keeper.forward('log', 'two') end")
        #expect(try await scripted.runner.handOn(message.id).first?.outcome == .completed)
        let mended = try #require(try store.message(message.id))
        #expect(mended.state == .handled && mended.route == "bank")
        let forwards = try store.actions(message: message.id, limit: 10)
        #expect(forwards.compactMap(\.channel).sorted() == ["log", "log", "phone"])
        #expect(try store.memory(of: "10-good.lua") == ["n": "1"])
        // Scripts that succeeded are not run twice; scripts added since may be run.
        for name in [nil, "10-good.lua", "20-bad.lua", "30-none.lua"] {
            await #expect(throws: KeeperError.self) {
                _ = try await scripted.runner.handOn(message.id, to: name)
            }
        }
        try await scripted.save("30-new.lua", "function on_message() keeper.tag('late') end")
        _ = try await scripted.runner.handOn(message.id, to: "30-new")
        #expect(try store.message(message.id)?.tags == ["late"])
        await scripted.end()
    }
}

@Suite("Timers and news for scripts")
struct OwedToScriptsTests {
    @Test func `timers of scripts that cannot run hold up no other's`() async throws {
        let setting = """
            function on_message()
              for i = 1, 60 do keeper.after("1m", "t" .. i) end
            end
            function on_timer() keeper.remember("fired", (keeper.recall("fired") or 0) + 1) end
            """
        let scripted = try await ScriptedKeeper([
            "10-gone.lua": setting, "20-paused.lua": setting,
            "30-there.lua": """
            function on_message() keeper.after("2m", "mine") end
            function on_timer(name) keeper.remember("fired", name) end
            """,
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("go", on: line)
        try await scripted.remove("10-gone.lua")
        try await scripted.save("20-paused.lua", "function on_message() error('no') end")
        for round in 1...5 { try await scripted.receive("x\(round)", on: line) }
        scripted.fixture.clock.advance(.minutes(3))
        try await scripted.runAll()
        let store = scripted.fixture.store
        #expect(Keeper.memory(of: "30-there.lua", in: store)["fired"] == .string("mine"))
        #expect(try store.timers(limit: 500).count == 120)
        // Each gets its own timers when it is back.
        try await scripted.save("20-paused.lua", setting)
        try await scripted.runAll()
        #expect(Keeper.memory(of: "20-paused.lua", in: store)["fired"] == .integer(60))
        #expect(try store.timers(limit: 500).count == 60)
        await scripted.end()
    }

    @Test func `a timer whose run fails is tried again, ever later, and given up with a word`()
        async throws
    {
        let failing = """
            function on_message() keeper.after("1m", "later", { n = 7 }) end
            function on_timer(name, data)
              if keeper.recall("heal") then keeper.remember("fired", data.n) return end
              error("not yet")
            end
            """
        let scripted = try await ScriptedKeeper(["10-timer.lua": failing])
        let line = try await scripted.fixture.rental()
        let store = scripted.fixture.store
        try await scripted.receive("go", on: line)
        for pause in [1, 1, 5, 30] {
            #expect(try store.timers(limit: 9).count == 1)
            scripted.fixture.clock.advance(.minutes(pause))
            try await scripted.runAll()
        }
        #expect(try store.timers(limit: 9).isEmpty)
        #expect(try scripted.events("script_failed").count == 4)
        let told = try scripted.events("timer_failed")
        #expect(told.count == 1 && told[0].contains("timer later of"))

        // A script that is fixed in time gets its timer.
        try await scripted.receive("go again", on: line)
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.runAll()
        try await scripted.save("10-timer.lua", failing.replacing("error", with: "print"))
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.runAll()
        #expect(try store.timers(limit: 9).isEmpty)
        #expect(try scripted.events("timer_failed").count == 1)
        await scripted.end()
    }

    @Test func `a script that is paused hears later how its action ended`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-act.lua": """
            function on_message(message)
              if keeper.recall("broken") then error("no") end
              keeper.remember("broken", true)
              keeper.wake()
            end
            function on_action(action) keeper.remember("heard", action.state) end
            """,
            "20-other.lua": """
            function on_line(event) keeper.remember("told", (keeper.recall("told") or 0) + 1) end
            """,
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("good", on: line)
        for round in 1...5 {
            try await scripted.fixture.keeper.receive(
                [ReceivedMessage(text: "bad \(round)", receivedAt: noon + .minutes(round))],
                on: line.id)
            try await scripted.runAll()
        }
        let store = scripted.fixture.store
        let action = try #require(await scripted.fixture.nextAction())
        try await scripted.fixture.keeper.recordOutcome(of: action.id, .woken)
        try await scripted.fixture.keeper.release(line.id)
        try await scripted.runAll()
        #expect(Keeper.memory(of: "10-act.lua", in: store) == ["broken": .bool(true)])
        // Events for all scripts continue.
        try await scripted.fixture.keeper.observe(.unknownToProvider, on: line.id)
        try await scripted.runAll()
        #expect(Keeper.memory(of: "20-other.lua", in: store)["told"] != nil)
        try await scripted.runner.resume("10-act.lua")
        try await scripted.runAll()
        #expect(Keeper.memory(of: "10-act.lua", in: store)["heard"] == .string("done"))
        await scripted.end()
    }
}
