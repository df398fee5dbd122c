@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing

@testable import Keeping

@Suite("on_action about its own actions")
struct EchoTests {
    private func delivered(_ scripted: ScriptedKeeper, atMost most: Int) async throws -> Int {
        let (store, keeper) = (scripted.fixture.store, scripted.fixture.keeper)
        var count = 0
        while count < most {
            let due = try store.forwards(
                to: "phone", dueBy: scripted.fixture.clock.now, limit: 100)
            guard !due.isEmpty else { break }
            try await keeper.delivered(
                due.map { .init(action: $0, result: .success(DeliveryReceipt("taken"))) })
            count += due.count
            try await scripted.runAll()
        }
        return count
    }

    @Test func `answering every result with a forward comes to an end, and is told`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-echo.lua": """
            function on_message() keeper.forward("phone", "it came") end
            function on_action(action) keeper.forward("phone", "done: " .. action.id) end
            """
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.receive("Hello", on: line)
        #expect(try await delivered(scripted, atMost: 50) == 5)
        let problems = try scripted.events("script_problem")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("10-echo.lua: forward to phone: it is not done") == true)
        // A new message begins anew.
        try await scripted.fixture.keeper.receive(
            [ReceivedMessage(text: "Again", sender: "BANK", receivedAt: noon + .minutes(1))],
            on: line.id)
        try await scripted.runAll()
        #expect(try await delivered(scripted, atMost: 50) == 5)
        await scripted.end()
    }

    @Test func `an action on a line is an echo too`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-echo.lua": """
            function on_message() keeper.wake() end
            function on_action(action) keeper.wake(action.line) end
            """
        ])
        let (store, keeper) = (scripted.fixture.store, scripted.fixture.keeper)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("Hello", on: line)
        var wakes = 0
        while wakes < 50,
            let wake = try store.actions(in: [.pending]).first(where: { $0.kind == .wake })
        {
            try await keeper.recordOutcome(of: wake.id, .woken)
            try await scripted.runAll()
            wakes += 1
        }
        #expect(wakes == 5)
        #expect(try scripted.events("script_problem").count == 1)
        await scripted.end()
    }
}
