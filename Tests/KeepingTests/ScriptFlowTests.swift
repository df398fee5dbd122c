@testable import Accounts
import Channels
import Foundation
import GRDB
import Lines
import Logging
@testable import Running
import Scripting
import Storage
import Testing
import Transport

@testable import Keeping

@Suite("Scripts on messages")
struct ScriptFlowTests {
    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone", "desk"], "codes": ["phone"]]
        return settings
    }

    @Test func `decide once, and everything they decide is committed with the message`()
        async throws
    {
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": """
                function on_message(message)
                  keeper.route("bank")
                  keeper.tag("seen", "bank")
                  keeper.label("main")
                  keeper.remember("count", (keeper.recall("count") or 0) + 1)
                  keeper.after("10m", "later", { id = message.id })
                end
                function on_timer(name, data) keeper.forward("log", "timer " .. data.id) end
                """,
                "20-b.lua": """
                function on_message(message)
                  keeper.route("codes")
                  keeper.forward("log", { title = "t", text = "x", priority = 5 })
                end
                """,
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("Code 1234", on: line)
        let store = scripted.fixture.store
        let message = try #require(try store.messages(store.filter()).first)
        #expect(message.state == .handled)
        #expect(message.route == "bank")
        #expect(message.tags == ["seen", "bank"])
        let forwards = try store.actions(message: message.id, limit: 10)
        // Both routes feed "phone", which gets one forward.
        #expect(forwards.compactMap(\.channel).sorted() == ["desk", "log", "phone"])
        #expect(Set(forwards.map(\.key)).count == 3)
        #expect(try await scripted.fixture.keeper.line("main").id == line.id)
        #expect(try store.memory(of: "10-a.lua") == ["count": "1"])
        #expect(try store.timers(limit: 10).map(\.name) == ["later"])
        scripted.fixture.clock.advance(.minutes(11))
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.timers(limit: 10).isEmpty)
        #expect(try store.actions(limit: 1).first?.channel == "log")
        await scripted.end()
    }

    @Test func `what is decided about a line several times at once is all done`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_message()
              keeper.label("first")
              keeper.wake()
              keeper.label("second")
            end
            """
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("Code 1234", on: line)
        let decided = try await scripted.fixture.keeper.line("\(line.id)")
        #expect(decided.label == "second")
        #expect(decided.listening.wantedUntil == noon + .minutes(15))
        #expect(try scripted.fixture.store.actions(limit: 5).contains { $0.kind == .wake })
        await scripted.end()
    }

    @Test func `that fail lose only their own decisions, and say where`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-good.lua": "function on_message() keeper.tag('one') end",
                "20-bad.lua": """
                function on_message()
                  keeper.tag("lost")
                  keeper.remember("x", 1)
                  local nothing = nil
                  nothing.field = 1
                end
                """,
                "30-slow.lua": "function on_message() keeper.tag('no') while true do end end",
                "40-good.lua": "function on_message() keeper.tag('two') end",
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        let store = scripted.fixture.store
        let message = try #require(try store.messages(store.filter()).first)
        #expect(message.state == .failed)
        #expect(message.tags == ["one", "two"])
        #expect(try store.memory(of: "20-bad.lua").isEmpty)
        let told = try store.latestEvents(limit: 50).filter { $0.kind == "script_failed" }
        #expect(told.count == 2)
        #expect(told.contains { $0.text.contains("20-bad.lua:5:") })
        #expect(told.contains { $0.text.contains("30-slow.lua:1:") })
        await scripted.end()
    }

    @Test func `that stop keep a message from those after them`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-stop.lua": "function on_message(m) if m.first then keeper.stop() end end",
            "20-rest.lua": "function on_message() keeper.tag('rest') end",
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("first", "second", on: line)
        let store = scripted.fixture.store
        let tags = try store.messages(store.filter()).map { ($0.text, $0.tags) }
        #expect(tags.map(\.0) == ["second", "first"])
        #expect(tags.map(\.1) == [["rest"], []])
        await scripted.end()
    }

    @Test func `remember nothing that could not be committed`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-count.lua": """
            function on_message()
              keeper.remember("n", (keeper.recall("n") or 0) + 1)
              keeper.tag("n" .. keeper.recall("n"))
            end
            """
        ])
        let store = scripted.fixture.store
        let line = try await scripted.fixture.rental()
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: "a", sender: nil, receivedAt: noon)], on: line.id)
        // The commit of "handled" fails this time.
        try store.write { try $0.execute(sql: "ALTER TABLE run RENAME TO hidden") }
        await #expect(throws: (any Error).self) { _ = try await scripted.runner.runOnce() }
        #expect(try store.messages(store.filter()).map(\.state) == [.stored])
        try store.write { try $0.execute(sql: "ALTER TABLE hidden RENAME TO run") }
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.messages(store.filter()).map(\.tags) == [["n1"]])
        await scripted.end()
    }

    @Test func `find after a start what was stored and not handled`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-tag.lua": "function on_message() keeper.tag('seen') end"
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: "a", sender: nil, receivedAt: noon)], on: line.id)
        let later = try scripted.fixture.restarted()
        let runner = ScriptedKeeper.runner(
            later, scripted.fixture, scripted.folder, scripted.worker)
        await runner.load()
        while try await runner.runOnce() > 0 {}
        let store = scripted.fixture.store
        #expect(try store.messages(store.filter()).map(\.tags) == [["seen"]])
        await scripted.end()
    }

    @Test func `are told how an action of theirs ended only where they listen`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-deaf.lua": "function on_message() keeper.forward('phone', 'deaf') end",
            "20-hears.lua": """
            function on_message() keeper.forward('phone', 'hears') end
            function on_action(action) keeper.remember('ended', action.kind .. " " .. action.state) end
            """,
        ])
        let store = scripted.fixture.store
        let keeper = scripted.fixture.keeper
        let line = try await scripted.fixture.rental()
        while try await scripted.runner.runOnce() > 0 {}
        try await scripted.receive("hello", on: line)
        func finish() async throws {
            let due = try store.forwards(to: "phone", dueBy: noon, limit: 16)
            try await keeper.delivered(
                due.map { .init(action: $0, result: .success(DeliveryReceipt("taken"))) })
        }
        try await finish()
        // Both events are in the journal; only one is for a script.
        let ended = try store.latestEvents(limit: 50).filter { $0.text.contains("forward done") }
        #expect(ended.count == 2)
        #expect(try store.eventsForScripts(limit: 10).count == 1)
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.eventsForScripts(limit: 10).isEmpty)
        #expect(try store.memory(of: "20-hears.lua") == ["ended": "\"forward done\""])
        // A script that adds the handler is told about later actions, not about earlier ones.
        try """
        function on_message() keeper.forward('phone', 'late') end
        function on_action(action) keeper.remember('n', (keeper.recall('n') or 0) + 1) end
        """.write(
            toFile: "\(scripted.folder)/10-deaf.lua", atomically: true, encoding: .utf8)
        await scripted.runner.load()
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.memory(of: "10-deaf.lua").isEmpty)
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: "again", sender: "BANK", receivedAt: noon + .seconds(9))],
            on: line.id)
        while try await scripted.runner.runOnce() > 0 {}
        try await finish()
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try store.memory(of: "10-deaf.lua") == ["n": "1"])
        await scripted.end()
    }

    @Test func `may still be told while it is not known which there are`() async throws {
        let fixture = try KeeperFixture()
        var action = Action(
            id: 0, key: "k", kind: .forward, origin: "10-a.lua", payload: "{}", createdAt: noon)
        action.channel = "phone"
        let draft = action
        let written = try #require(try fixture.store.write { try $0.insert(draft) })
        try await fixture.keeper.delivered(
            [.init(action: written, result: .success(DeliveryReceipt("taken")))])
        #expect(try fixture.store.eventsForScripts(limit: 10).count == 1)
    }

    @Test func `act on a line once, however many of them ask`() async throws {
        var settings = settings
        settings.scriptsPerDay = Money(tenThousandths: 1_000_000)
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": "function on_message(m) keeper.extend(30) keeper.wake() end",
                "20-b.lua": "function on_message(m) keeper.extend(m.line, 30) keeper.cancel() end",
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("one", "two", on: line)
        let store = scripted.fixture.store
        let kinds = try store.actions(line: line.id, limit: 20).map(\.kind).filter { $0 != .rent }
        #expect(kinds.count { $0 == .extend } == 1)
        #expect(kinds.count { $0 == .wake } == 1)
        #expect(!kinds.contains(.cancel))
        let problems = try store.latestEvents(limit: 50).filter { $0.kind == "script_problem" }
        #expect(problems.contains { $0.text.contains("Only activations can be cancelled") })
        await scripted.end()
    }
}
