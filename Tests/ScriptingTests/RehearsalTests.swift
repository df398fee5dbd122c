import Lines
import Testing

@testable import Scripting

@Suite struct RehearsalTests {
    private let rehearsal = Rehearsal(
        executable: Stage.program, limits: Stage.strict,
        environment: ScriptEnvironment(routes: ["bank"]), world: Stage.world)

    @Test func `each call sees what those before it remembered, and a hang is only one report`()
        async throws
    {
        let source = """
            function on_message(message)
              if message.text == "hang" then while true do end end
              local n = (keeper.recall("n") or 0) + 1
              keeper.remember("n", n)
              keeper.tag(tostring(n), keeper.date())
            end
            """
        var late = Stage.message("b")
        late.at = Stage.noon + .hours(1)
        let outcome = try await rehearsal.run(
            [Rehearsal.Script(name: "new.lua", source: source, memory: ["n": 4])],
            calls: [Stage.message("a"), Stage.message("hang"), late], answering: Stage.nobody)
        #expect(outcome.loaded["new.lua"]?.handlers == ["on_message"])
        #expect(outcome.memory["new.lua"] == ["n": 6])
        #expect(
            outcome.reports.flatMap { $0 }.map(\.decisions) == [
                [.tag(["5", "2026-02-01T12:00:00Z"])], [], [.tag(["6", "2026-02-01T13:00:00Z"])],
            ])
        // On a busy machine the worker is killed before it has used its own time.
        let kind = outcome.reports[1].first?.failure?.kind
        #expect(kind == .softLimit)
    }

    @Test func `text that does not compile is told with its line`() async {
        let failure = await #expect(throws: ScriptFailure.self) {
            try await rehearsal.run(
                [Rehearsal.Script(name: "new.lua", source: "\nfunction")], calls: [],
                answering: Stage.nobody)
        }
        #expect(failure?.kind == .compile)
        #expect(failure?.message.hasPrefix("new.lua:2: ") == true)
    }
}
