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
    private func posts(_ booth: VirtualSMSInProcessEmulator, status: Int? = 200) -> [EmulatedPost] {
        booth.change { provider, now in
            let posts = provider.duePosts(at: now)
            for post in posts { provider.posted(post.id, status: status, at: now) }
            return posts
        }
    }

    private func wish(_ vocabulary: VirtualSMSEmulator.Vocabulary) -> VirtualSMS.WebhookWish {
        let url = "https://keeper.example/hook"
        return switch vocabulary {
        case .document: VirtualSMS.WebhookWish(url: url)
        case .later: VirtualSMS.WebhookWish(url: url, events: VirtualSMS.WebhookWish.later)
        case .older: VirtualSMS.WebhookWish(url: url, events: ["sms_received", "order_expired"])
        }
    }

    @Test(arguments: VirtualSMSEmulator.Vocabulary.allCases)
    func `every post is signed, and read in its own words`(
        _ vocabulary: VirtualSMSEmulator.Vocabulary
    ) async throws {
        let booth = VirtualSMSInProcessEmulator()
        booth.change { provider, _ in provider.vocabulary = vocabulary }
        let hook = try await booth.account.createWebhook(wish(vocabulary)).value
        let secret = try #require(hook.secret)
        let bought = try await booth.account.order(Self.wanted).value
        booth.wait(.seconds(30))
        booth.sms("482 913 is your code", to: bought.number)
        var due = posts(booth)
        #expect(due.count == 1)
        let first = try #require(due.first)
        let now = booth.now
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

        let unused = try await booth.account.order(Self.wanted).value
        booth.wait(.minutes(20))
        due = posts(booth)
        #expect(due.count == 1)
        let expired = try #require(VirtualSMSPush.read(webhookBody: due[0].body))
        #expect(expired.event == .expired && expired.providerID == unused.providerID)
        #expect(expired.returned == unused.price && expired.message == nil)
    }

    @Test func `rentals are told of in the later words alone`() async throws {
        let booth = VirtualSMSInProcessEmulator()
        booth.change { provider, _ in provider.vocabulary = .later }
        _ = try await booth.account.createWebhook(wish(.later))
        let bought = try await booth.account.rent(RentalOrder(offer: "GB", days: 1)).value
        booth.sms("4711", to: bought.number)
        booth.wait(.days(1))
        let read = posts(booth).compactMap { VirtualSMSPush.read(webhookBody: $0.body) }
        #expect(read.map(\.event) == [.received, .expired])
        #expect(read.map(\.kind) == [.rental, .rental])
        #expect(read.map(\.providerID) == [bought.providerID, bought.providerID])
        #expect(read.first?.message?.text == "4711" && read.first?.number == bought.number)
    }

    @Test func `a swap and a cancel are told of`() async throws {
        let booth = VirtualSMSInProcessEmulator()
        _ = try await booth.account.createWebhook(wish(.document))
        let bought = try await booth.account.order(Self.wanted).value
        booth.wait(.seconds(120))
        let swap = try await booth.account.swap(bought.providerID).value
        booth.wait(.seconds(120))
        let fresh = try #require(swap.newProviderID)
        _ = try await booth.account.cancel(fresh)
        let read = posts(booth).compactMap { VirtualSMSPush.read(webhookBody: $0.body) }
        #expect(read.map(\.event) == [.swapped, .cancelled])
        #expect(read[0].providerID == bought.providerID)
        #expect(read[0].newProviderID == swap.newProviderID && read[0].number == swap.number)
        #expect(read[1].returned == bought.price)
    }

    @Test func `a subscription is made, shown without its secret, changed, tried and deleted`()
        async throws
    {
        let booth = VirtualSMSInProcessEmulator()
        let account = booth.account
        var wish = wish(.document)
        wish.what = "keeper"
        wish.events.append("balance.low")
        wish.threshold = Money(tenThousandths: 2_5000)
        let hook = try await account.createWebhook(wish).value
        #expect(hook.secret?.isEmpty == false && hook.events == wish.events)
        #expect(hook.threshold == wish.threshold && hook.what == "keeper" && hook.isActive)
        let shown = try await account.webhook(hook.id).value
        #expect(shown.secret == nil && shown.url == wish.url)
        #expect(try await account.webhooks().value == [shown])
        let test = try await account.testWebhook(hook.id).value
        #expect(test.kind == "sms.received")
        let due = posts(booth, status: 500)
        let post = try #require(due.first)
        let push = try #require(VirtualSMSPush.read(webhookBody: post.body))
        #expect(push.isTest && push.eventID == test.event)
        let tries = try await account.webhookDeliveries(of: hook.id).value
        #expect(tries.entries.map(\.attempt) == [2, 1])
        #expect(tries.entries.map(\.status) == ["pending", "failed"])
        #expect(tries.entries.map(\.responseStatus) == [nil, 500])
        #expect(tries.entries[1].id == test.delivery)
        #expect(tries.entries[0].scheduledFor == booth.now + .minutes(1))
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
        let booth = VirtualSMSInProcessEmulator(generation)
        let bought = try await booth.account.order(Self.wanted).value
        let other = try await booth.account.order(Self.wanted).value
        let id = bought.providerID
        let start = booth.eventCount
        booth.sms("482913 is your code", to: bought.number)
        booth.sms("1234 for another", to: other.number)
        let told = booth.change { $0.pushes(to: id, after: start, at: $1) }
        let read = told.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(read.map(\.event) == [.received] && read[0].providerID == nil)
        let message = try #require(read[0].message)
        #expect(message.text == "482913 is your code" && message.code == "482913")
        let more = booth.change { $0.pushes(to: id, after: told.cursor, at: $1) }
        #expect(more.texts.isEmpty)
        let all = booth.change { $0.pushes(to: nil, after: 0, at: $1) }
        let everything = all.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(
            everything.map(\.event)
                == [.standing(.waiting), .standing(.waiting), .received, .received])
        #expect(everything.map(\.providerID) == [id, other.providerID, id, other.providerID])
        let unused = try await booth.account.order(Self.wanted).value.providerID
        booth.wait(.minutes(20))
        let end = booth.change { $0.pushes(to: unused, after: all.cursor, at: $1) }
        let last = end.texts.compactMap { VirtualSMSPush.read(webSocketText: $0) }
        #expect(last.map(\.event) == [.standing(.waiting), .expired])
    }
}
