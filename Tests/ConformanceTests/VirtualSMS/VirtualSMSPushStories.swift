import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Pushes of the provider, from its state machine to the adapter's decoder.
@Suite("VirtualSMS pushes")
struct VirtualSMSPushStories {
    private static let wanted = ActivationOrder(service: "wa", country: "NL")

    /// Hands out what is due and says that it arrived.
    private func posts(_ emulator: VirtualSMSInProcessEmulator, status: Int? = 200) -> [WebhookCall]
    {
        emulator.change { provider, now in
            let posts = provider.dueWebhookCalls(at: now)
            for post in posts { provider.recordWebhookCall(post.id, status: status, at: now) }
            return posts
        }
    }

    private func request(_ vocabulary: VirtualSMSEmulator.Vocabulary) -> VirtualSMS.WebhookRequest {
        let url = "https://keeper.example/hook"
        return switch vocabulary {
        case .document: VirtualSMS.WebhookRequest(url: url)
        case .later: VirtualSMS.WebhookRequest(url: url, events: VirtualSMS.WebhookRequest.later)
        case .older: VirtualSMS.WebhookRequest(url: url, events: ["sms_received", "order_expired"])
        }
    }

    @Test(arguments: VirtualSMSEmulator.Vocabulary.allCases)
    func `every post is signed, and read in its own words`(
        _ vocabulary: VirtualSMSEmulator.Vocabulary
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator()
        emulator.change { provider, _ in provider.vocabulary = vocabulary }
        let hook = try await emulator.account.createWebhook(request(vocabulary)).value
        let secret = try #require(hook.secret)
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.wait(.seconds(30))
        emulator.sms("482 913 is your code", to: bought.number)
        var due = posts(emulator)
        #expect(due.count == 1)
        let first = try #require(due.first)
        let now = emulator.now
        #expect(
            VirtualSMSSignature.isValid(
                body: first.body, headers: first.headers, secret: secret, now: now))
        #expect(
            !VirtualSMSSignature.isValid(
                body: first.body + [32], headers: first.headers, secret: secret, now: now))
        #expect(
            !VirtualSMSSignature.isValid(
                body: first.body, headers: first.headers, secret: Secret("other"), now: now))
        let old = VirtualSMSSignature.isValid(
            body: first.body, headers: first.headers, secret: secret, now: now + .minutes(6))
        #expect(old == (vocabulary == .older))
        let push = try #require(VirtualSMSPush.read(webhookBody: first.body))
        #expect(push.event == .received && push.kind == .activation && !push.isTest)
        #expect(push.providerID == bought.providerID && push.number == bought.number)
        #expect(
            push.message
                == ReceivedMessage(text: "482 913 is your code", code: "482913", receivedAt: now))

        let unused = try await emulator.account.order(Self.wanted).value
        emulator.wait(.minutes(20))
        due = posts(emulator)
        #expect(due.count == 1)
        let expired = try #require(VirtualSMSPush.read(webhookBody: due[0].body))
        #expect(expired.event == .expired && expired.providerID == unused.providerID)
        #expect(expired.returned == unused.price && expired.message == nil)
    }

    @Test func `rentals are told of in the later words alone`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        emulator.change { provider, _ in provider.vocabulary = .later }
        _ = try await emulator.account.createWebhook(request(.later))
        let bought = try await emulator.account.rent(RentalOrder(offer: "GB", days: 1)).value
        emulator.sms("4711", to: bought.number)
        emulator.wait(.days(1))
        let read = posts(emulator).compactMap { VirtualSMSPush.read(webhookBody: $0.body) }
        #expect(read.map(\.event) == [.received, .expired])
        #expect(read.map(\.kind) == [.rental, .rental])
        #expect(read.map(\.providerID) == [bought.providerID, bought.providerID])
        #expect(read.first?.message?.text == "4711" && read.first?.number == bought.number)
    }

    @Test func `a swap and a cancel are told of`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        _ = try await emulator.account.createWebhook(request(.document))
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.wait(.seconds(120))
        let swap = try await emulator.account.swap(bought.providerID).value
        emulator.wait(.seconds(120))
        let fresh = try #require(swap.newProviderID)
        _ = try await emulator.account.cancel(fresh)
        let read = posts(emulator).compactMap { VirtualSMSPush.read(webhookBody: $0.body) }
        #expect(read.map(\.event) == [.swapped, .cancelled])
        #expect(read[0].providerID == bought.providerID)
        #expect(read[0].newProviderID == swap.newProviderID && read[0].number == swap.number)
        #expect(read[1].returned == bought.price)
    }

    @Test func `a subscription is made, shown without its secret, changed, tried and deleted`()
        async throws
    {
        let emulator = VirtualSMSInProcessEmulator()
        let account = emulator.account
        var request = request(.document)
        request.what = "keeper"
        request.events.append("balance.low")
        request.threshold = Money(tenThousandths: 2_5000)
        let hook = try await account.createWebhook(request).value
        #expect(hook.secret?.isEmpty == false && hook.events == request.events)
        #expect(hook.threshold == request.threshold && hook.what == "keeper" && hook.isActive)
        let shown = try await account.webhook(hook.id).value
        #expect(shown.secret == nil && shown.url == request.url)
        #expect(try await account.webhooks().value == [shown])
        let test = try await account.testWebhook(hook.id).value
        #expect(test.kind == "sms.received")
        let due = posts(emulator, status: 500)
        let post = try #require(due.first)
        let push = try #require(VirtualSMSPush.read(webhookBody: post.body))
        #expect(push.isTest && push.eventID == test.event)
        let tries = try await account.webhookDeliveries(of: hook.id).value
        #expect(tries.entries.map(\.attempt) == [2, 1])
        #expect(tries.entries.map(\.status) == ["pending", "failed"])
        #expect(tries.entries.map(\.responseStatus) == [nil, 500])
        #expect(tries.entries[1].id == test.delivery)
        #expect(tries.entries[0].scheduledFor == emulator.now + .minutes(1))
        let payload = try #require(tries.entries[1].payload)
        #expect(VirtualSMSPush.read(webhookBody: payload) == push)
        #expect(try await account.webhook(hook.id).value.failures == 1)

        var change = VirtualSMS.WebhookChange()
        change.isPaused = true
        #expect(try await account.updateWebhook(hook.id, change).value.isPaused)
        let paused = await failure { _ = try await account.testWebhook(hook.id) }
        guard case .badRequest? = paused else {
            Issue.record("\(String(describing: paused))")
            return
        }
        change.isPaused = false
        change.url = "http://127.0.0.1:4000/hook"
        change.events = ["sms.received"]
        let repaired = try await account.updateWebhook(hook.id, change).value
        #expect(!repaired.isPaused && repaired.failures == 0 && repaired.url == change.url)
        #expect(repaired.events == ["sms.received"])
        _ = try await account.deleteWebhook(hook.id)
        #expect(try await account.webhooks().value.isEmpty)
        let gone = await failure { _ = try await account.webhook(hook.id) }
        #expect(gone == .notFound)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `the socket's texts are read in both shapes`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        let other = try await emulator.account.order(Self.wanted).value
        let id = bought.providerID
        let start = emulator.eventCount
        emulator.sms("482913 is your code", to: bought.number)
        emulator.sms("1234 for another", to: other.number)
        let told = emulator.change { $0.pushes(to: id, after: start, at: $1) }
        let read = told.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(read.map(\.event) == [.received] && read[0].providerID == nil)
        let message = try #require(read[0].message)
        #expect(message.text == "482913 is your code" && message.code == "482913")
        let more = emulator.change { $0.pushes(to: id, after: told.cursor, at: $1) }
        #expect(more.texts.isEmpty)
        let all = emulator.change { $0.pushes(to: nil, after: 0, at: $1) }
        let everything = all.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(
            everything.map(\.event)
                == [.standing(.waiting), .standing(.waiting), .received, .received])
        #expect(everything.map(\.providerID) == [id, other.providerID, id, other.providerID])
        let unused = try await emulator.account.order(Self.wanted).value.providerID
        emulator.wait(.minutes(20))
        let end = emulator.change { $0.pushes(to: unused, after: all.cursor, at: $1) }
        let last = end.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(last.map(\.event) == [.standing(.waiting), .expired])
    }
}
