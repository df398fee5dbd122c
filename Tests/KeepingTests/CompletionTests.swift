@testable import Accounts
import Keeping
import Lines
import Providers
import Running
import Storage
import Testing
import Transport

/// A message that is completed later remains one message: scripts see it again, receivers get it
/// once.
@Suite("Messages that are told better") struct CompletionTests {
    private static let script = """
        function on_message(message)
          if message.completed then keeper.tag("again") end
          if message.sender == "BANK" then keeper.route("bank") end
          keeper.forward("desk", message.text)
          keeper.extend(30)
        end
        """

    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone"]]
        settings.scriptsPerDay = Money(tenThousandths: 1_000_000)
        return settings
    }

    private struct CompletedMessage: CustomTestStringConvertible {
        var first: ReceivedMessage
        var then: ReceivedMessage
        /// Total forwards to phone and to desk.
        var phone: Int
        var desk: Int
        var testDescription: String { "\(first.text) → \(then.text)" }
    }

    private static let told: [CompletedMessage] = {
        func sms(_ text: String, _ sender: String?) -> ReceivedMessage {
            ReceivedMessage(text: text, sender: sender, receivedAt: noon)
        }
        return [
            CompletedMessage(
                first: sms("Hello", nil), then: sms("Hello", "BANK"), phone: 1, desk: 1),
            CompletedMessage(
                first: sms("Hel", "BANK"), then: sms("Hello", "BANK"), phone: 1, desk: 1),
            // The code is the purpose of the forward: it is sent as soon as it is known.
            CompletedMessage(
                first: sms("", "BANK"), then: sms("Code 482913", "BANK"), phone: 2, desk: 2),
            CompletedMessage(
                first: sms("Code 4829", "BANK"), then: sms("Code 482913", "BANK"), phone: 2, desk: 2
            ),
        ]
    }()

    @Test(arguments: told.indices)
    func `run again and are forwarded once, unless the code changed`(index: Int) async throws {
        let told = Self.told[index]
        let scripted = try await ScriptedKeeper(["10-a.lua": Self.script], settings)
        let fixture = scripted.fixture
        let line = try await fixture.rental()
        for message in [told.first, told.then, told.first, told.then] {
            try await fixture.keeper.receive([message], on: line.id)
            while try await scripted.runner.runOnce() > 0 {}
        }
        let stored = try fixture.store.messages(fixture.store.filter())
        #expect(stored.map(\.text) == [told.then.text])
        #expect(stored.map(\.tags) == [["again"]])
        let actions = try fixture.store.actions(message: stored[0].id, limit: 100)
        #expect(actions.count { $0.channel == "phone" } == told.phone)
        #expect(actions.count { $0.channel == "desk" } == told.desk)
        // Decisions that cost money are made only once.
        #expect(actions.count { $0.kind == .extend } == 1)
        #expect(try fixture.store.runs(on: stored[0].id).count == 2)
        #expect(try fixture.store.latestEvents(limit: 100).count { $0.kind == "completed" } == 1)
        await scripted.end()
    }
}
