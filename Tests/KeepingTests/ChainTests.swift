@testable import Accounts
import Channels
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// Forwards that go from channel to channel until one takes them, and that can be taken back.
@Suite("Chains of forwards") struct ChainTests {
    private static let script = """
        function on_message(message)
          keeper.remember("handle", keeper.forward({ "phone", "desk", "log" }, { within = "1m" }))
        end
        function on_action(action)
          keeper.remember("told", { action.state, action.channel, action.handle })
        end
        """

    private func begun(_ script: String = script) async throws -> ScriptedKeeper {
        let scripted = try await ScriptedKeeper(["10-a.lua": script])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        return scripted
    }

    private func due(_ channel: String, _ scripted: ScriptedKeeper) throws -> [Action] {
        try scripted.fixture.store.forwards(
            to: channel, dueBy: scripted.fixture.clock.now, limit: 9)
    }

    private func end(
        _ action: Action, _ scripted: ScriptedKeeper, _ error: DeliveryError? = nil
    ) async throws {
        let taken = DeliveryReceipt(
            "taken", answer: ReceiverAnswer(status: 200, answer: "yes,\nplease"))
        try await scripted.fixture.keeper.delivered(
            [.init(action: action, result: error.map { .failure($0) } ?? .success(taken))])
        try await scripted.runAll()
    }

    private func memory(_ scripted: ScriptedKeeper) -> [String: ScriptValue] {
        Keeper.memory(of: "10-a.lua", in: scripted.fixture.store)
    }

    @Test func `the next channel gets it when the one before has not taken it in time`()
        async throws
    {
        let scripted = try await begun()
        let keeper = scripted.fixture.keeper
        let first = try #require(try due("phone", scripted).first)
        scripted.fixture.clock.advance(.seconds(59))
        try await keeper.passOn()
        #expect(try due("phone", scripted).count == 1)
        #expect(try due("desk", scripted).isEmpty)
        #expect(try scripted.fixture.store.nextPassing() == noon + .minutes(1))
        scripted.fixture.clock.advance(.seconds(1))
        try await keeper.passOn()
        #expect(try due("phone", scripted).isEmpty)
        let second = try #require(try due("desk", scripted).first)
        #expect(second.id == first.id && second.key == first.key && second.attempts == 0)
        // The lane of the first channel may still hold it.
        #expect(try await keeper.delivery(of: first) == nil)
        #expect(try await keeper.deliveries(of: [first, second]).map(\.0.channel) == ["desk"])
        #expect(
            try scripted.events("forward_passed") == [
                "phone has not taken it within 1 minute: desk is next."
            ])
        try await end(second, scripted)
        #expect(
            memory(scripted)["told"] == .array(["done", "desk", memory(scripted)["handle"]!]))
        scripted.fixture.clock.advance(.hours(1))
        try await keeper.passOn()
        #expect(try scripted.fixture.store.actions(limit: 9).count { $0.kind == .forward } == 1)
        #expect(try due("log", scripted).isEmpty)
        await scripted.end()
    }

    @Test func `the next channel gets it at once when the one before has finally failed`()
        async throws
    {
        let scripted = try await begun()
        let busy = DeliveryError.busy(channel: "phone", status: 503, answer: "", after: nil)
        let refused = DeliveryError.refused(channel: "phone", status: 400, answer: "no\nmore")
        try await end(try #require(try due("phone", scripted).first), scripted, busy)
        #expect(try due("desk", scripted).isEmpty)
        scripted.fixture.clock.advance(.seconds(10))
        try await end(try #require(try due("phone", scripted).first), scripted, refused)
        #expect(try due("phone", scripted).isEmpty)
        try await end(try #require(try due("desk", scripted).first), scripted, refused)
        let last = try #require(try due("log", scripted).first)
        #expect(last.nextAt == nil)
        #expect(memory(scripted)["told"] == nil, "it has not ended")
        try await end(last, scripted, refused)
        #expect(memory(scripted)["told"]?.items?.prefix(2) == ["failed", "log"])
        let failed = try #require(try scripted.fixture.store.action(last.id))
        #expect(failed.answer == ReceiverAnswer(status: 400, answer: "no\nmore"))
        await scripted.end()
    }

    @Test func `what is in flight when it is passed on counts if it is taken`() async throws {
        let scripted = try await begun()
        let first = try #require(try due("phone", scripted).first)
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.fixture.keeper.passOn()
        let second = try #require(try due("desk", scripted).first)
        try await end(first, scripted)
        #expect(try due("desk", scripted).isEmpty)
        #expect(try await scripted.fixture.keeper.delivery(of: second) == nil)
        #expect(memory(scripted)["told"]?.items?.prefix(2) == ["done", "phone"])
        // So was the second one: nothing is told twice.
        let count = try scripted.events("action").count
        try await end(second, scripted)
        #expect(try scripted.events("action").count == count)
        #expect(try scripted.fixture.store.action(first.id)?.channel == "phone")
        await scripted.end()
    }

    @Test func `a failure in flight after it was passed on says nothing`() async throws {
        let scripted = try await begun()
        let first = try #require(try due("phone", scripted).first)
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.fixture.keeper.passOn()
        let late = DeliveryError.busy(channel: "phone", status: 503, answer: "", after: nil)
        try await end(first, scripted, late)
        let second = try #require(try due("desk", scripted).first)
        #expect(second.attempts == 0 && second.result == nil)
        await scripted.end()
    }

    @Test func `a chain goes on after a crash, and leaves out channels that are gone`()
        async throws
    {
        let scripted = try await begun()
        scripted.fixture.clock.advance(.minutes(10))
        let later = try scripted.fixture.restarted()
        try await later.setAsideForwards(without: ["phone", "log"])
        try await later.passOn()
        #expect(try due("desk", scripted).isEmpty)
        #expect(try due("log", scripted).count == 1)
        let again = try scripted.fixture.restarted()
        try await again.setAsideForwards(without: ["phone"])
        #expect(try due("log", scripted).isEmpty)
        #expect(try scripted.fixture.store.actions(in: [.failed]).map(\.channel) == ["log"])
        await scripted.end()
    }

    // MARK: Withdrawing

    @Test func `a forward is taken back by its handle, in the same run or later`() async throws {
        let scripted = try await begun(
            """
            function on_message(message)
              keeper.withdraw(keeper.forward("phone", "never"))
              if message.first then keeper.remember("handle", keeper.forward("desk", "later")) end
              if not message.first then keeper.withdraw(keeper.recall("handle")) end
            end
            """)
        #expect(try due("phone", scripted).isEmpty)
        let sent = try #require(try due("desk", scripted).first)
        let line = try await scripted.fixture.keeper.line("1")
        try await scripted.receiveWithoutRunning("again", on: line)
        try await scripted.runAll()
        #expect(try due("desk", scripted).isEmpty)
        #expect(try await scripted.fixture.keeper.delivery(of: sent) == nil)
        let withdrawn = try #require(try scripted.fixture.store.action(sent.id))
        #expect(withdrawn.state == .dropped && withdrawn.result == "Withdrawn by 10-a.lua.")
        // It was in flight, and was not taken, or was.
        let late = DeliveryError.noReceiver(channel: "desk", status: 404, answer: "")
        try await end(sent, scripted, late)
        #expect(try scripted.fixture.store.action(sent.id)?.state == .dropped)
        try await end(sent, scripted)
        #expect(try scripted.fixture.store.action(sent.id)?.state == .done)
        #expect(try scripted.events("script_problem").isEmpty)
        await scripted.end()
    }

    @Test func `what was sent stays sent, and a handle of nobody is told`() async throws {
        let scripted = try await begun(
            """
            function on_message(message) keeper.forward("phone", "x") end
            function on_action(action)
              keeper.remember("answer", { action.status, action.answer })
              keeper.withdraw(action.handle)
              keeper.withdraw("nobody's")
            end
            """)
        let sent = try #require(try due("phone", scripted).first)
        try await end(sent, scripted)
        #expect(memory(scripted)["answer"] == [200, "yes,\nplease"])
        #expect(try scripted.fixture.store.action(sent.id)?.state == .done)
        #expect(
            try scripted.events("script_problem") == [
                "10-a.lua: No forward has the handle nobody's."
            ])
        await scripted.end()
    }
}
