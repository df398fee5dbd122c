@testable import Accounts
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// What scripts may pay for.
@Suite("Scripts and money") struct PayingScriptTests {
    private static let extending = """
        function on_message(message) keeper.extend(30) end
        function on_action(action)
          if action.kind == "extend" and action.state ~= "done" then
            keeper.extend(action.line, 30)
          end
        end
        """

    private func settings(scripts: Int64?) -> KeeperSettings {
        var settings = KeeperSettings()
        settings.scriptsPerDay = scripts.map { Money(tenThousandths: $0 * 10_000) }
        return settings
    }

    private func extensions(_ scripted: ScriptedKeeper, of line: Line) throws -> [Action] {
        try scripted.fixture.store.actions(line: line.id, limit: 100).filter { $0.kind == .extend }
    }

    @Test func `scripts spend nothing until a person says how much`() async throws {
        let scripted = try await ScriptedKeeper(
            ["10-a.lua": Self.extending], settings(scripts: nil))
        let line = try await scripted.fixture.rental()
        try await scripted.receive("one", on: line)
        #expect(try extensions(scripted, of: line).isEmpty)
        #expect(
            try scripted.events("script_problem") == [
                "10-a.lua: extend this line by 30 days: Scripts may spend nothing until "
                    + "`spending.scripts` in config.lua gives an amount per day."
            ])
        await scripted.end()
    }

    @Test func `scripts extend a line once for each expiry`() async throws {
        let scripted = try await ScriptedKeeper(
            ["10-a.lua": Self.extending], settings(scripts: 100))
        let keeper = scripted.fixture.keeper
        let line = try await scripted.fixture.rental()
        try await scripted.receive("one", on: line)
        let first = try #require(try extensions(scripted, of: line).first)
        try await keeper.settleForTest(first.id, .done)
        try await scripted.receive("two", on: line)
        #expect(try extensions(scripted, of: line).count == 1)
        let told = try scripted.events("script_problem")
        #expect(told.count == 1)
        #expect(
            told.first?.hasSuffix("has extended it for this expiry already (action \(first.id)).")
                == true)
        await scripted.end()
    }

    @Test func `a failed extension is not decided again and again`() async throws {
        let scripted = try await ScriptedKeeper(
            ["10-a.lua": Self.extending], settings(scripts: 100))
        let keeper = scripted.fixture.keeper
        let line = try await scripted.fixture.rental()
        try await scripted.receive("one", on: line)
        for _ in 1...22 {
            guard
                let open = try extensions(scripted, of: line).first(where: { $0.state == .pending })
            else { break }
            try await keeper.settleForTest(open.id, .failed)
            try await scripted.runAll()
        }
        #expect(try extensions(scripted, of: line).count == 1)
        #expect(
            try scripted.events("script_problem").last?.contains("would only fail again") == true)
        scripted.fixture.clock.advance(.minutes(61))
        try await scripted.receive("later", on: line)
        #expect(try extensions(scripted, of: line).count == 2)
        await scripted.end()
    }
}

extension Keeper {
    /// Ends an action as its lane would.
    fileprivate func settleForTest(_ id: Action.ID, _ state: Action.State) throws {
        guard let action = logic.openAction(id) else { return }
        try logic.close(action, state, "by a test", line: nil)
    }
}
