@testable import Accounts
import Keeping
import Lines
import Logging
import Providers
import Running
import Storage
import Testing
import Transport

/// Messages that were there when a line was adopted are filed, without further effects.
@Suite("Backlog") struct BacklogTests {
    private static let script = """
        function on_message(message)
          keeper.route("bank")
          keeper.tag(message.backlog and "old" or "new")
          keeper.forward("desk", { text = "always", backlog = true })
          keeper.forward("desk", "never")
          if message.text:find("end it") then keeper.refund() end
        end
        """

    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone"]]
        return settings
    }

    private func rental(_ fixture: KeeperFixture) -> HeldRental {
        var rental = HeldRental(providerID: "R1")
        rental.number = "+14155550001"
        rental.expiresAt = fixture.clock.world.now() + .days(20)
        return rental
    }

    private func forwards(_ store: Store) throws -> [String] {
        try store.actions(limit: 100).filter { $0.kind == .forward }.compactMap(\.channel).sorted()
    }

    @Test(arguments: [false, true])
    func `is stored and filed, and forwarded only when asked`(forwards: Bool) async throws {
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.script], settings)
        let (fixture, keeper) = (scripted.fixture, scripted.fixture.keeper)
        let line = try await keeper.adopt(rental(fixture), on: "pool", forwards: forwards)
        let old = (1...3).map {
            ReceivedMessage(
                text: $0 == 3 ? "end it" : "old \($0)", sender: "BANK", receivedAt: noon - .days($0)
            )
        }
        try await keeper.receive(old, on: line.id)
        while try await scripted.runner.runOnce() > 0 {}
        let stored = try fixture.store.messages(fixture.store.filter())
        #expect(stored.allSatisfy { $0.isBacklog == !forwards && $0.route == "bank" })
        #expect(stored.allSatisfy { $0.tags == [forwards ? "new" : "old"] })
        #expect(try self.forwards(fixture.store).count == (forwards ? 9 : 3))
        #expect(try fixture.store.actions(limit: 100).contains { $0.kind == .refund } == forwards)
        // Later messages are not backlog.
        let new = ReceivedMessage(text: "new", sender: "BANK", receivedAt: noon)
        try await keeper.receive(old + [new], on: line.id)
        while try await scripted.runner.runOnce() > 0 {}
        #expect(try self.forwards(fixture.store).count == (forwards ? 12 : 6))
        await scripted.end()
    }

    @Test func `ends with the first look, over a start too`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.keeper.adopt(rental(fixture), on: "pool")
        try await fixture.keeper.receive([], on: line.id)
        let again = try fixture.restarted()
        // From a provider whose times are hours behind.
        let late = ReceivedMessage(text: "x", receivedAt: noon - .hours(3))
        try await again.receive([late], on: line.id)
        #expect(try fixture.store.messages(fixture.store.filter()).map(\.isBacklog) == [false])
    }

    @Test func `is not begun for what came after the line was adopted`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.keeper.adopt(rental(fixture), on: "pool")
        fixture.clock.advance(.minutes(5))
        let list = [-60, 120].map {
            ReceivedMessage(text: "x\($0)", receivedAt: noon + .seconds($0))
        }
        try await fixture.keeper.receive(list, on: line.id)
        #expect(
            try fixture.store.messages(fixture.store.filter()).map(\.isBacklog) == [false, true])
    }

    @Test func `is what is stamped ahead as well`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.keeper.adopt(rental(fixture), on: "pool")
        fixture.clock.advance(.seconds(2))
        // 15 to 55 minutes old by a clock that is an hour ahead.
        let old = (1...5).map {
            ReceivedMessage(
                text: "Your code is 48291\($0)", receivedAt: noon + .minutes(55 - $0 * 10))
        }
        try await fixture.keeper.receive(old, on: line.id)
        let stored = try fixture.store.messages(fixture.store.filter())
        #expect(stored.count == 5 && stored.allSatisfy(\.isBacklog))
        let commands = CommandService(keeper: fixture.keeper, logger: Logger(label: "test"))
        let waiting = Task { try await commands.code(on: "1", within: .seconds(60)) }
        while try await fixture.keeper.line("1").listening.wantedUntil == nil { await Task.yield() }
        let new = ReceivedMessage(
            text: "Your code is 111222", receivedAt: noon + .hours(1) + .seconds(2))
        try await fixture.keeper.receive(old + [new], on: line.id)
        #expect(try await waiting.value.code == "111222")
    }

    @Test func `is no code that is waited for`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.keeper.adopt(rental(fixture), on: "pool")
        let old = ReceivedMessage(text: "Your code is 482913", receivedAt: noon - .days(3))
        try await fixture.keeper.receive([old], on: line.id)
        let commands = CommandService(keeper: fixture.keeper, logger: Logger(label: "test"))
        #expect(try await commands.code(on: "1", within: .zero).code == "482913")
        // Time stands still, so the wait never times out.
        let waiting = Task { try await commands.code(on: "1", within: .seconds(60)) }
        while try await fixture.keeper.line("1").listening.wantedUntil == nil { await Task.yield() }
        let new = ReceivedMessage(text: "Your code is 111222", receivedAt: noon)
        try await fixture.keeper.receive([old, new], on: line.id)
        #expect(try await waiting.value.code == "111222")
        // This message is fresh.
        #expect(try await commands.code(on: "1", within: .seconds(60)).code == "111222")
    }
}
