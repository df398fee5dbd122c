@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// A keeper with one channel, and what the channel was sent.
final class HoldingStage {
    let fixture: KeeperFixture
    var keeper: Keeper
    let line: Line
    let settings: KeeperSettings
    var sent: [(at: Instant, text: String)] = []

    init(_ timing: ChannelTiming, in zone: LocalZone = .utc) async throws {
        var settings = KeeperSettings()
        settings.zone = zone
        settings.timings["phone"] = timing
        self.settings = settings
        fixture = try KeeperFixture(settings)
        keeper = fixture.keeper
        line = try await fixture.rental()
    }

    var now: Instant { fixture.clock.now }

    /// Receives a message that a script forwards.
    func receive(_ text: String, priority: ForwardPriority? = nil) async throws {
        try await keeper.receive(
            [ReceivedMessage(text: text, sender: "BANK", receivedAt: now)], on: line.id)
        let message = try #require(try fixture.store.messages(fixture.store.filter()).first)
        #expect(message.text == text)
        var details = ActionDetails()
        details.content = ForwardContent(title: "BANK", text: text, priority: priority)
        var action = Action(
            id: 0, key: "key-\(message.id)", kind: .forward, origin: "10-a.lua",
            payload: details.json, createdAt: now)
        action.channel = "phone"
        action.message = message.id
        try fixture.store.write { [action] in _ = try $0.insert(action) }
    }

    /// Sends what is due, as a lane does.
    func send() async throws {
        for _ in 0..<100 {
            let due = try fixture.store.forwards(
                to: "phone", dueBy: now, limit: ChannelTiming.longestDigest)
            if due.isEmpty { return }
            for action in try await keeper.turns(of: due, to: "phone") {
                sent.append((now, action.content?.text ?? ""))
                try await keeper.delivered(
                    [.init(action: action, result: .success(DeliveryReceipt("taken")))])
            }
        }
        Issue.record("forwards are due for ever")
    }

    /// Lets time pass, with a turn whenever something is due.
    func pass(to end: Instant) async throws {
        while let next = try fixture.store.nextForward(to: "phone"), next <= end {
            fixture.clock.advance(max(next - now, .zero))
            try await send()
        }
        fixture.clock.advance(end - now)
    }

    func restart() async throws {
        keeper = try fixture.restarted(settings)
        try await keeper.releaseHeld()
    }

    func held() throws -> [Action] { try fixture.store.heldForwards() }
}
