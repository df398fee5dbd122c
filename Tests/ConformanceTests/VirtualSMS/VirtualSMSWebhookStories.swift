import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Subscriptions: those a person makes, and ours with its warning of a low balance.
@Suite("VirtualSMS subscriptions")
struct VirtualSMSWebhookStories {
    private let ours = "https://keeper.example/push/1"

    private func tell(
        _ emulator: VirtualSMSInProcessEmulator, _ name: String, _ words: String...
    ) async throws -> CommandTable {
        let account = emulator.account
        let command = try #require(account.commands.first { $0.name == name })
        return try await account.tell(name, try CommandWords(words, of: command)).value
    }

    private func facts(_ table: CommandTable) -> [String: String] {
        var facts: [String: String] = [:]
        for row in table.rows { facts[row[0] ?? ""] = row[1] }
        return facts
    }

    @Test func `a person makes, changes, tests and deletes one by ask`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        let made = facts(
            try await tell(
                emulator, "create-webhook", "https://desk.example/?a=b",
                "events=sms.received,balance.low", "threshold=2.50", "what=desk"))
        let id = try #require(made["id"])
        #expect(made["secret"]?.isEmpty == false)
        #expect(made["threshold"] == "2.50 USD" && made["what"] == "desk")
        #expect(made["events"] == "sms.received balance.low")
        let changed = facts(
            try await tell(
                emulator, "edit-webhook", id, "url=https://desk.example/new",
                "events=sms.received", "paused=yes"))
        #expect(changed["url"] == "https://desk.example/new" && changed["state"] == "paused")
        #expect(changed["events"] == "sms.received" && changed["secret"] == nil)
        #expect(
            facts(try await tell(emulator, "edit-webhook", id, "active=no", "paused=no"))["state"]
                == "off")
        #expect(facts(try await tell(emulator, "edit-webhook", id, "active=yes"))["id"] == id)
        let test = facts(try await tell(emulator, "test-webhook", id))
        let deliveries = try await tell(emulator, "deliveries", id, "limit=1", "page=1")
        #expect(deliveries.rows.map { $0[0] } == [test["delivery"]])
        #expect(try await tell(emulator, "deliveries", id, "page=2").rows.isEmpty)
        #expect(try await tell(emulator, "webhooks").rows.count == 1)
        _ = try await tell(emulator, "delete-webhook", id)
        #expect(try await tell(emulator, "webhooks").rows.isEmpty)
        await #expect(throws: ProviderError.self) {
            _ = try await tell(emulator, "edit-webhook", id)
        }
    }

    private func subscribe(
        _ emulator: VirtualSMSInProcessEmulator, _ known: Subscription? = nil, below: Int64?
    ) async throws -> Subscription {
        try await emulator.account.subscribe(
            at: ours, knowing: known,
            warningBelow: below.map { Money(tenThousandths: $0 * 1_0000) }
        ).value
    }

    @Test(arguments: [VirtualSMSEmulator.Vocabulary.document, .later])
    func `ours asks for a warning only while there is a threshold`(
        _ vocabulary: VirtualSMSEmulator.Vocabulary
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator()
        emulator.change { provider, _ in provider.vocabulary = vocabulary }
        func held() async throws -> VirtualSMS.Webhook {
            try #require(try await emulator.account.webhooks().value.first)
        }
        let made = try await subscribe(emulator, below: 5)
        #expect(try await held().events.contains("balance.low"))
        #expect(try await held().threshold == Money(tenThousandths: 5_0000))
        #expect(try await subscribe(emulator, made, below: 7) == made)
        #expect(try await held().threshold == Money(tenThousandths: 7_0000))
        #expect(try await subscribe(emulator, made, below: nil) == made)
        #expect(try await !held().events.contains("balance.low"))
        #expect(try await held().events.count > 3)
        #expect(try await subscribe(emulator, made, below: 7) == made)
        #expect(try await held().events.contains("balance.low"))
        let before = try await held()
        _ = try await subscribe(emulator, made, below: 7)
        #expect(try await held() == before)
    }

    /// A server that refuses every request in which a word occurs.
    private struct Refusing: Transport {
        let emulator: VirtualSMSInProcessEmulator
        let word: String

        func send(
            _ call: HTTPCall, deadline: Duration, limit: Int
        ) async throws(TransportError) -> HTTPReply {
            let body = String(decoding: call.body ?? [], as: UTF8.self)
            guard body.contains(word) else {
                return try await emulator.send(call, deadline: deadline, limit: limit)
            }
            return HTTPReply(
                status: 400, headers: [("Content-Type", "application/json")],
                body: Array(#"{"success":false,"error":"Invalid events"}"#.utf8))
        }
    }

    @Test func `a server that refuses the warning still brings messages`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        let account = VirtualSMS(
            transport: Refusing(emulator: emulator, word: "balance.low"), baseURL: emulator.url,
            key: Secret(emulatorKey))
        let threshold = Money(tenThousandths: 5_0000)
        let made = try await account.subscribe(at: ours, knowing: nil, warningBelow: threshold)
        var held = try #require(try await emulator.account.webhooks().value.first)
        #expect(held.events == VirtualSMS.WebhookRequest.documented && held.threshold == nil)
        var pause = VirtualSMS.WebhookChange()
        pause.isPaused = true
        _ = try await emulator.account.updateWebhook(held.id, pause)
        let again = try await account.subscribe(
            at: ours, knowing: made.value, warningBelow: threshold)
        #expect(again.value == made.value)
        held = try #require(try await emulator.account.webhooks().value.first)
        #expect(!held.isPaused && held.events == VirtualSMS.WebhookRequest.documented)
    }

    @Test func `a low balance is news about the account, and a test is no news`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        let made = try await subscribe(emulator, below: 5)
        emulator.change { provider, now in
            provider.setBalance(Money(tenThousandths: 3_0000), at: now)
        }
        _ = try await emulator.account.testWebhook(made.id)
        let calls = emulator.change { provider, now in provider.dueWebhookCalls(at: now) }
        let news = try calls.map { call in
            try emulator.account.news(
                PushRequest(headers: call.headers, body: call.body, receivedAt: emulator.now),
                secret: made.secret)
        }
        #expect(news.flatMap { $0 }.map(\.concernsBalance) == [true])
        #expect(news.count == 2)
    }

    @Test func `transactions are told by kind, date and page`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        for _ in 0..<3 {
            _ = try await emulator.account.order(ActivationOrder(service: "wa", country: "NL"))
            emulator.wait(.days(1))
        }
        let all = try await tell(emulator, "transactions")
        #expect(all.rows.count > 3)
        let first = try await tell(emulator, "transactions", "limit=2")
        let second = try await tell(emulator, "transactions", "limit=2", "page=2")
        #expect(first.rows + second.rows == Array(all.rows.prefix(4)))
        let day = try #require(all.rows.last?[1]?.prefix { $0 != "T" })
        let early = try await tell(emulator, "transactions", "to=\(day)")
        let late = try await tell(emulator, "transactions", "from=\(day)")
        #expect(early.rows.count < all.rows.count && late.rows == all.rows)
        let kind = try #require(all.rows.last?[2])
        let some = try await tell(emulator, "transactions", "type=\(kind)")
        #expect(!some.rows.isEmpty && some.rows.allSatisfy { $0[2] == kind })
    }
}
