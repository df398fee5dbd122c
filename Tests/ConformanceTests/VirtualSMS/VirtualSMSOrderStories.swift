import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Order features that only VirtualSMS has, adapter against emulator.
@Suite("VirtualSMS orders")
struct VirtualSMSOrderStories {
    private static let wanted = ActivationOrder(service: "wa", country: "NL")

    @Test(arguments: EmulatorGeneration.allCases)
    func `messages are shown whole, though a flag denies them`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        #expect(bought.cancellableFrom == emulator.now + .seconds(120))
        var expected: [ReceivedMessage] = []
        for (text, sender) in [("4821 one", "Shop"), ("4821 one", ""), ("Welcome!", "Shop")] {
            emulator.wait(.seconds(7))
            emulator.sms(text, from: sender, to: bought.number)
            expected.append(
                ReceivedMessage(
                    text: text, sender: sender.isEmpty ? nil : sender, receivedAt: emulator.now))
            let reading = try await emulator.account.check(bought.providerID).value
            #expect(reading.status.phase == .received)
            #expect(reading.messages.map(\.text) == expected.map(\.text))
            #expect(reading.messages.map(\.sender) == expected.map(\.sender))
            #expect(reading.messages.map(\.receivedAt) == expected.map(\.receivedAt))
            let listed = try await emulator.account.activeActivations().value[0]
            #expect(listed.isPartial && listed.status.phase == .received)
        }
        let codes = try await emulator.account.check(bought.providerID).value.messages.map(\.code)
        #expect(codes == [nil, nil, nil])
        emulator.wait(.days(6))
        #expect(try await emulator.account.check(bought.providerID).value.messages.count == 3)
        emulator.wait(.days(2))
        let forgotten = try await emulator.account.check(bought.providerID).value
        #expect(forgotten.messages.isEmpty && forgotten.status.phase == .received)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a swap is held for two minutes, costs nothing, and brings another number`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        let paid = emulator.ledger.balance
        emulator.wait(.seconds(2))
        for verb in ["swap", "cancel"] {
            let early = await failure {
                if verb == "swap" {
                    _ = try await emulator.account.swap(bought.providerID)
                } else {
                    _ = try await emulator.account.cancel(bought.providerID)
                }
            }
            #expect(early == .tooEarly(retryAfter: .seconds(118)), "\(verb)")
        }
        emulator.wait(.seconds(118))
        let swap = try await emulator.account.swap(bought.providerID).value
        #expect((swap.newProviderID != nil) == (generation == .current))
        #expect(swap.number != nil && swap.number != bought.number)
        #expect(swap.cancellableFrom == emulator.now + .seconds(120))
        #expect(swap.expiresAt == emulator.now + .minutes(20))
        #expect(emulator.ledger.balance == paid)
        #expect(!emulator.sms("1234 lost", to: bought.number))
        #expect(emulator.sms("5678 come", to: swap.number))
        let id = swap.newProviderID ?? bought.providerID
        let active = try await emulator.account.activeActivations().value
        #expect(active.map(\.isPartial) == [true])
        #expect(active.map(\.providerID) == [id] && active.map(\.number) == [swap.number])
        let reading = try await emulator.account.check(id).value
        #expect(reading.messages.last?.code == "5678")
        let old = try await emulator.account.check(bought.providerID).value
        #expect(old.status.phase == (generation == .current ? .unclear : .received))
        let late = await failure { _ = try await emulator.account.swap(id) }
        guard case .notResendable(let why)? = late else {
            Issue.record("\(String(describing: late))")
            return
        }
        #expect(why.hasPrefix("Cannot swap order with status: "))
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a message is asked for again under the same id, and none that came is lost`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.sms("1111 one", to: bought.number)
        #expect(try await emulator.account.resend(bought.providerID).value == Resend())
        var reading = try await emulator.account.check(bought.providerID).value
        #expect(reading.messages.map(\.code) == ["1111"] && reading.status.phase == .received)
        emulator.sms("2222 two", to: bought.number)
        reading = try await emulator.account.check(bought.providerID).value
        #expect(reading.messages.map(\.text) == ["1111 one", "2222 two"])
        #expect(reading.messages.map(\.code) == [nil, "2222"])
        #expect(emulator.ledger.entries.count == 1)
        emulator.wait(.minutes(20))
        let over = await failure { _ = try await emulator.account.resend(bought.providerID) }
        #expect(over == .notResendable("Cannot retry order with status: completed"))
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a purchase made twice under one name is made once`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let named = emulator.account.naming("order:7")
        emulator.lose("customer/purchase")
        let lost = await failure { _ = try await named.order(Self.wanted) }
        #expect(lost?.leavesDoubt == true)
        let found = try await named.order(Self.wanted).value
        #expect(emulator.ledger.entries.count == 1)
        #expect(emulator.line(found.providerID) != nil)
        _ = try await emulator.account.naming("order:8").order(Self.wanted)
        _ = try await emulator.account.order(Self.wanted)
        _ = try await emulator.account.order(Self.wanted)
        #expect(emulator.ledger.entries.count == 4)
        emulator.wait(.seconds(120))
        emulator.lose("customer/cancel/\(found.providerID)")
        let cancelling = emulator.account.naming("cancel:9")
        _ = await failure { _ = try await cancelling.cancel(found.providerID) }
        let cancelled = try await cancelling.cancel(found.providerID).value
        #expect(cancelled == Cancellation(moneyReturned: true, amount: found.price))
        let again = await failure {
            _ = try await emulator.account.cancel(found.providerID)
        }
        #expect(again == .alreadyRefunded)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `what is listed and not there is out of stock, and costs nothing`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let offer = try await emulator.account.activationOffer(service: "ts", country: "DE").value
        #expect((offer.stock ?? 0) > 0)
        let order = ActivationOrder(service: "ts", country: "de")
        let error = await failure { _ = try await emulator.account.order(order) }
        guard case .outOfStock(let words)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("out of stock") && emulator.ledger.entries.isEmpty)
        #expect(error?.leavesDoubt == false)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `sixty requests a minute are answered, and no more`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation, allowance: 60)
        for second in 0..<60 {
            _ = try await emulator.account.balance()
            if second < 30 { emulator.wait(.seconds(1)) }
        }
        let told = await failure { _ = try await emulator.account.balance() }
        #expect(told == .rateLimited(retryAfter: .seconds(30)))
        let untold = await failure { _ = try await emulator.account.balance() }
        #expect(untold == .rateLimited(retryAfter: nil))
        #expect(try await emulator.account.activationOffer(service: "wa", country: "NL").isPublic)
        emulator.wait(.seconds(30))
        _ = try await emulator.account.balance()
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `the provider's transactions are what its ledger says`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let account = emulator.account
        let start = emulator.now
        let order = try await account.order(Self.wanted).value
        let price = try #require(order.price)
        emulator.wait(.minutes(2))
        _ = try await account.cancel(order.providerID)
        let page = try await account.transactions().value
        #expect(page.entries.map(\.kind) == [.refund, .purchase] && page.count == 2)
        #expect(page.entries.map(\.amount) == [price, -price])
        #expect(page.entries.map(\.order) == [order.providerID, order.providerID])
        #expect(
            page.entries.map(\.after) == [
                EmulatorFixture.opening, emulator.ledger.entries[0].balance,
            ])
        let refunds = try await account.transactions(kind: .refund).value
        #expect(refunds.entries == [page.entries[0]])
        let early = try await account.transactions(from: start, to: start + .minutes(1)).value
        #expect(early.entries == [page.entries[1]])
        let second = try await account.transactions(limit: 1, offset: 1).value
        #expect(second.entries == [page.entries[1]] && second.limit == 1 && second.offset == 1)
        let profile = try await account.profile().value
        #expect(profile.balance == EmulatorFixture.opening && profile.spent == .zero)
        #expect(profile.credited == EmulatorFixture.opening && profile.orders == 1)
    }
}
