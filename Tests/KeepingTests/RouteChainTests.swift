@testable import Accounts
import Channels
import Lines
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// Routes that are chains, and messages that reach a channel once.
@Suite("Routes as chains") struct RouteChainTests {
    private static let settings: KeeperSettings = {
        var settings = KeeperSettings()
        settings.routes = [
            "codes": Route([Route.Chain(["phone", "desk"], within: .minutes(1))]),
            "bank": ["phone", "log"], "desk": ["desk"],
        ]
        return settings
    }()

    private func stage(_ script: String) async throws -> ScriptedKeeper {
        let scripted = try await ScriptedKeeper(["10-a.lua": script], Self.settings)
        try await scripted.receive("hello", on: try await scripted.fixture.rental())
        return scripted
    }

    private func waiting(_ scripted: ScriptedKeeper) throws -> [String] {
        try scripted.fixture.store.actions(in: [.pending]).filter { $0.kind == .forward }
            .compactMap(\.channel).sorted()
    }

    @Test func `go to the next channel when the first has not taken it`() async throws {
        let scripted = try await stage("function on_message(m) keeper.route('codes') end")
        #expect(try waiting(scripted) == ["phone"])
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.fixture.keeper.passOn()
        #expect(try waiting(scripted) == ["desk"])
        await scripted.end()
    }

    @Test(arguments: [
        "keeper.route('codes') keeper.route('bank')", "keeper.route('bank') keeper.route('codes')",
        "keeper.route('codes') keeper.forward('phone') keeper.forward('log')",
        "keeper.forward('phone') keeper.forward('phone') keeper.route('bank') keeper.route('codes')",
    ])
    func `reach a channel once, however many name it`(decisions: String) async throws {
        let scripted = try await stage("function on_message(m) \(decisions) end")
        #expect(try waiting(scripted) == ["log", "phone"])
        // The chain still leads to its second channel.
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.fixture.keeper.passOn()
        #expect(try waiting(scripted) == ["desk", "log"])
        await scripted.end()
    }

    @Test func `do not lead to a channel that gets the message anyway`() async throws {
        let scripted = try await stage(
            "function on_message(m) keeper.route('codes') keeper.route('desk') end")
        #expect(try waiting(scripted) == ["desk", "phone"])
        scripted.fixture.clock.advance(.minutes(1))
        try await scripted.fixture.keeper.passOn()
        #expect(try waiting(scripted) == ["desk", "phone"])
        await scripted.end()
    }

    @Test func `a notice of a script's own is another one`() async throws {
        let scripted = try await stage(
            """
            function on_message(m)
              keeper.forward('phone') keeper.forward('phone', 'mine') keeper.route('bank')
            end
            """)
        #expect(try waiting(scripted) == ["log", "phone", "phone"])
        await scripted.end()
    }
}
