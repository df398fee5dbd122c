@testable import Accounts
import Channels
import Foundation
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// What a person drops, forgets and renames of a script, with all that it is still owed.
@Suite("What scripts wait for") struct KeptScriptTests {
    /// Decides something of each kind, and notes how it ended.
    private static let script = """
        function on_message(message)
          keeper.forward("phone", "one")
          keeper.forward("desk", "two")
          keeper.wake()
          keeper.after("1h", "later", { n = 1 })
          keeper.after("2h", "bare")
          keeper.remember("seen", message.id)
        end
        function on_action(action)
          local ends = keeper.recall("ends") or {}
          ends[#ends + 1] = action.kind .. " " .. action.state
          table.sort(ends)
          keeper.remember("ends", ends)
        end
        function on_timer(name) keeper.remember("timer", name) end
        """

    private func scripted(_ name: String = "10-a.lua") async throws -> ScriptedKeeper {
        let scripted = try await ScriptedKeeper([name: Self.script])
        try await scripted.receive("hello", on: try await scripted.fixture.rental())
        #expect(try scripted.fixture.store.actions(in: [.pending]).count == 3)
        return scripted
    }

    private func memory(_ script: String, _ scripted: ScriptedKeeper) -> [String: ScriptValue] {
        Keeper.memory(of: script, in: scripted.fixture.store)
    }

    private func deliver(_ channel: String, _ scripted: ScriptedKeeper) async throws {
        let forward = try #require(
            try scripted.fixture.store.actions(in: [.pending]).first { $0.channel == channel })
        try await scripted.fixture.keeper.delivered([
            .init(action: forward, result: .success(DeliveryReceipt("taken")))
        ])
    }

    // MARK: Dropping

    @Test(arguments: ["10-a", "10-a.lua"])
    func `what is dropped ends as by actions --drop, and the script is told`(
        typed: String
    ) async throws {
        let scripted = try await scripted()
        let (keeper, store) = (scripted.fixture.keeper, scripted.fixture.store)
        let wake = try #require(try store.actions(in: [.pending]).first { $0.kind == .wake })
        var held = try #require(try store.actions(in: [.pending]).first { $0.channel == "desk" })
        held.hold = .digest
        try store.write { [held] in try $0.settle(held) }
        let dropped = try await scripted.runner.dropPending(of: typed, onlyTimers: false)
        #expect(dropped.script == "10-a.lua")
        #expect(dropped.timers == 2 && dropped.forwards == 2)
        #expect(dropped.held == 1 && dropped.actions == 1)
        let ended = try store.actions(in: [.dropped])
        #expect(ended.count == 3)
        #expect(ended.allSatisfy { $0.result == "Dropped by hand." && $0.endedAt == noon })
        #expect(try await keeper.action(wake.id).state == .dropped)
        #expect(try await scripted.fixture.nextAction() == nil, "it is not begun any more")
        #expect(try store.forwards(to: "phone", dueBy: noon + .days(1), limit: 9).isEmpty)
        #expect(try store.heldForwards().isEmpty)
        let told = try scripted.events("action").filter { $0.hasSuffix("Dropped by hand.") }
        #expect(told.count == 3, "\(told)")
        try await scripted.runAll()
        #expect(
            memory("10-a.lua", scripted)["ends"]
                == ["forward dropped", "forward dropped", "wake dropped"])
        // What it remembers stays, and there is nothing left to drop.
        #expect(memory("10-a.lua", scripted)["seen"] != nil)
        let again = try await scripted.runner.dropPending(of: typed, onlyTimers: false)
        #expect(again.timers + again.forwards + again.actions == 0)
        await scripted.end()
    }

    @Test func `only timers are dropped if only they are meant`() async throws {
        let scripted = try await scripted()
        let dropped = try await scripted.runner.dropPending(of: "10-a", onlyTimers: true)
        #expect(dropped.timers == 2 && dropped.forwards == 0 && dropped.actions == 0)
        #expect(try scripted.fixture.store.actions(in: [.pending]).count == 3)
        #expect(try await scripted.runner.timers(of: "10-a").isEmpty)
        await scripted.end()
    }

    @Test func `what has begun stays, and another script's is not touched`() async throws {
        let scripted = try await scripted()
        let begun = try #require(try await scripted.fixture.nextAction())
        #expect(begun.kind == .wake)
        try await scripted.save("20-b.lua", Self.script)
        try await scripted.receive("again", on: try await scripted.fixture.rental())
        let dropped = try await scripted.runner.dropPending(of: "20-b.lua", onlyTimers: false)
        #expect(dropped.forwards == 2)
        let left = try scripted.fixture.store.actions(in: [.pending, .running])
        #expect(left.allSatisfy { $0.origin == "10-a.lua" })
        #expect(left.contains { $0.id == begun.id && $0.state == .running })
        await scripted.end()
    }

    @Test func `a great many are dropped part by part`() async throws {
        let scripted = try await scripted()
        let store = scripted.fixture.store
        try store.write { database in
            for number in 1...450 {
                var action = Action(
                    id: 0, key: "many-\(number)", kind: .forward, origin: "10-a.lua",
                    createdAt: noon)
                action.channel = "phone"
                try database.insert(action)
            }
        }
        let dropped = try await scripted.runner.dropPending(of: "10-a", onlyTimers: false)
        #expect(dropped.forwards == 452)
        #expect(try store.actions(in: [.pending]).isEmpty)
        await scripted.end()
    }

    // MARK: Forgetting

    @Test func `one key or all of them are forgotten, also by a script that runs`() async throws {
        let scripted = try await scripted()
        try await deliver("phone", scripted)
        try await scripted.runAll()
        #expect(Set(memory("10-a.lua", scripted).keys) == ["seen", "ends"])
        await #expect {
            _ = try await scripted.runner.forget("10-a", key: "sen")
        } throws: { "\($0)".contains("remembers nothing under sen") }
        #expect(try await scripted.runner.forget("10-a", key: "seen") == ("10-a.lua", 1))
        #expect(Set(memory("10-a.lua", scripted).keys) == ["ends"])
        try await deliver("desk", scripted)
        try await scripted.runAll()
        #expect(memory("10-a.lua", scripted)["ends"] == ["forward done", "forward done"])
        #expect(try await scripted.runner.forget("10-a", key: nil).count == 1)
        #expect(memory("10-a.lua", scripted).isEmpty)
        #expect(try await scripted.runner.forget("10-a.lua", key: nil).count == 0)
        await scripted.end()
    }

    // MARK: Renaming

    @Test(arguments: [("10-a.lua", "20-b.lua"), ("10-a", "20-b"), ("10-a", "-b.lua")])
    func `its new name has all that it remembered, waits for and is owed`(
        old: String, new: String
    ) async throws {
        let scripted = try await scripted()
        let (keeper, store) = (scripted.fixture.keeper, scripted.fixture.store)
        // This result is stored, and not told yet.
        try await deliver("phone", scripted)
        let sent = try #require(
            try store.actions(in: [.pending]).first { $0.channel == "desk" })
        let names = try await scripted.runner.rename(old, to: new, in: scripted.folder)
        let name = ScriptName(new).file
        #expect(names.old == "10-a.lua" && names.new == name)
        #expect(FileManager.default.fileExists(atPath: "\(scripted.folder)/\(name)"))
        #expect(!FileManager.default.fileExists(atPath: "\(scripted.folder)/10-a.lua"))
        #expect(try store.actions(in: [.pending]).allSatisfy { $0.origin == name })
        let wake = try #require(try store.actions(in: [.pending]).first { $0.kind == .wake })
        #expect(try await keeper.action(wake.id).origin == name, "in memory too")
        // It was on its way under the old name.
        try await keeper.delivered([
            .init(action: sent, result: .success(DeliveryReceipt("taken")))
        ])
        _ = try await keeper.drop(wake.id)
        try await scripted.runAll()
        #expect(
            memory(name, scripted)["ends"] == ["forward done", "forward done", "wake dropped"])
        #expect(memory(name, scripted)["seen"] != nil)
        #expect(memory("10-a.lua", scripted).isEmpty)
        scripted.fixture.clock.advance(.hours(1))
        try await scripted.runAll()
        #expect(memory(name, scripted)["timer"] == "later")
        #expect(try store.timers(of: ["10-a.lua"], limit: 9).isEmpty)
        await scripted.end()
    }

    @Test func `a name that cannot be had, or has a memory of its own, is refused`() async throws {
        let scripted = try await scripted()
        try await scripted.save("20-b.lua", Self.script)
        for (new, words) in [
            ("20-b", "There are both 10-a.lua and 20-b.lua."), ("../x", "is no name of a script"),
            ("a.d.lua", "is no name of a script"), (".x", "is no name of a script"),
        ] {
            await #expect {
                _ = try await scripted.runner.rename("10-a", to: new, in: scripted.folder)
            } throws: { "\($0)".contains(words) }
        }
        try await scripted.receive("again", on: try await scripted.fixture.rental())
        try await scripted.remove("20-b.lua")
        await #expect {
            _ = try await scripted.runner.rename("10-a", to: "20-b", in: scripted.folder)
        } throws: { "\($0)".contains("has a memory or timers of its own") }
        await #expect {
            _ = try await scripted.runner.rename("30-c", to: "40-d", in: scripted.folder)
        } throws: { "\($0)".contains("There is no script 30-c.lua") }
        await scripted.end()
    }
}
