import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Activation features that only handler_api has, adapter against emulator.
@Suite("handler_api")
struct HandlerAPIStories {
    private static let wanted = ActivationOrder(service: "wa", country: "16")
    private static let american = ActivationOrder(service: "wa", country: "187")

    @Test func `a purchase under a name that was used is a doubt, and buys nothing`() async throws {
        let emulator = HandlerAPIInProcessEmulator()
        emulator.lose("getNumberV2")
        let named = emulator.account.naming("intent-7")
        let lost = await failure { _ = try await named.order(Self.wanted) }
        #expect(lost?.leavesDoubt == true)
        let again = await failure { _ = try await named.order(Self.wanted) }
        #expect(again?.leavesDoubt == true && emulator.ledger.entries.count == 1)
        #expect(try await emulator.account.activeActivations().value.count == 1)
        _ = try await emulator.account.naming("intent-8").order(Self.wanted)
        #expect(emulator.ledger.entries.count == 2 && emulator.count("getNumber") == 0)
    }

    @Test func `a clone is asked in the older way, once`() async throws {
        let emulator = HandlerAPIInProcessEmulator(.clone)
        let bought = try await emulator.account.order(Self.wanted).value
        #expect(emulator.count("getNumberV2") == 1 && emulator.count("getNumber") == 1)
        #expect(emulator.ledger.entries.map(\.line) == [bought.providerID])
    }

    @Test(arguments: [HandlerAPIDialect.original, .clone])
    func `every code is had though the next overwrites it`(_ dialect: HandlerAPIDialect)
        async throws
    {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.sms("one is 111111", to: bought.number)
        let first = try await emulator.account.check(bought.providerID).value.messages
        #expect(
            first == [
                ReceivedMessage(text: "one is 111111", code: "111111", receivedAt: emulator.now)
            ])
        let listed = try await emulator.account.activeActivations().value[0]
        #expect(listed.isPartial && listed.status.phase == .unclear)
        #expect(listed.messages.map(\.code) == ["111111"])
        _ = try await emulator.account.resend(bought.providerID)
        let between = try await emulator.account.check(bought.providerID).value
        #expect(between.status.phase == .waiting && between.messages.isEmpty)
        #expect(between.earlierMessages?.map(\.code) == ["111111"])
        emulator.wait(.seconds(30))
        emulator.sms("two is A1:B2", to: bought.number)
        let second = try await emulator.account.check(bought.providerID).value
        #expect(second.messages.map(\.text) == ["two is A1:B2"])
        #expect(second.messages.map(\.receivedAt) == [emulator.now])
        #expect(
            second.earlierMessages?.map(\.text) == (dialect == .clone ? ["one is 111111"] : nil))
        _ = try await emulator.account.finish(bought.providerID)
        let over = try await emulator.account.check(bought.providerID).value
        #expect(over.status.phase == .received && over.messages.map(\.text) == ["two is A1:B2"])
        #expect(emulator.ledger.entries.map(\.kind) == [.charge])
    }

    @Test(arguments: HandlerAPIDialect.allCases)
    func `what is finished is over and not paid back, and not cancelled after that`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let bought = try await emulator.account.order(Self.american).value
        _ = try await emulator.account.announce(bought.providerID)
        emulator.sms("1234", to: bought.number)
        _ = try await emulator.account.finish(bought.providerID)
        #expect(emulator.line(bought.providerID)?.state == "finished")
        let error = await failure { _ = try await emulator.account.cancel(bought.providerID) }
        guard case .notCancellable? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let phase = try await emulator.account.check(bought.providerID).value.status.phase
        #expect(phase != .refunded && emulator.ledger.entries.map(\.kind) == [.charge])
    }

    @Test func `a ban says how long, and is over by itself`() async throws {
        let emulator = HandlerAPIInProcessEmulator()
        emulator.ban(for: .minutes(3))
        let error = await failure { _ = try await emulator.account.order(Self.wanted) }
        #expect(error == .rateLimited(retryAfter: .minutes(3)) && error?.leavesDoubt == false)
        #expect(try await emulator.account.balance().value == EmulatorFixture.opening)
        emulator.wait(.minutes(3))
        _ = try await emulator.account.order(Self.wanted)
    }

    @Test func `a number is taken again at the price that is told`() async throws {
        for dialect in [HandlerAPIDialect.original, .clone] {
            let emulator = HandlerAPIInProcessEmulator(dialect)
            let account = emulator.account
            let bought = try await account.order(Self.american).value
            let early = await failure { _ = try await account.again(bought.providerID) }
            guard case .notResendable? = early else {
                Issue.record("\(String(describing: early))")
                continue
            }
            emulator.sms("1234", to: bought.number)
            _ = try await account.finish(bought.providerID)
            let price = try await account.againPrice(of: bought.providerID).value
            #expect(price != nil && bought.price.map { $0 == price } ?? true)
            let again = try await account.again(bought.providerID).value
            #expect(again.number == bought.number)
            #expect(again.providerID != bought.providerID)
            #expect(emulator.sms("5678", to: bought.number))
            let reading = try await account.check(again.providerID).value
            #expect(reading.messages.map(\.code) == ["5678"])
            #expect(emulator.ledger.entries.map(\.kind) == [.charge, .charge])
        }
    }

    @Test func `where no limit is kept by the provider it is kept here`() async throws {
        let emulator = HandlerAPIInProcessEmulator(.virtualsms)
        let price = try await emulator.account.activationOffer(service: "wa", country: "16").value
            .price
        var order = Self.wanted
        order.maxPrice = price - Money(tenThousandths: 1)
        let error = await failure { [order] in _ = try await emulator.account.order(order) }
        #expect(error == .nothingBelow(maxPrice: order.maxPrice) && emulator.ledger.entries.isEmpty)
        order.maxPrice = price
        _ = try await emulator.account.order(order)
        #expect(emulator.ledger.entries.map(\.amount) == [price])
    }

    @Test func `stocks and operators are listed`() async throws {
        for dialect in [HandlerAPIDialect.original, .clone] {
            let emulator = HandlerAPIInProcessEmulator(dialect)
            let stock = try await emulator.account.stock(in: "16").value
            let offer = try await emulator.account.activationOffer(service: "wa", country: "16")
                .value
            #expect(stock["wa"] == offer.stock && stock.count == 8)
            #expect(try await emulator.account.operators(in: "16").value == ["any", "tele2"])
            #expect(try await emulator.account.operators(in: "187").value.isEmpty)
        }
    }

    @Test func `an account in another currency is told in it`() async throws {
        let emulator = HandlerAPIInProcessEmulator(currency: "RUB")
        let balance = try await emulator.account.balance().value
        #expect(balance.currency == "RUB")
        var order = Self.wanted
        order.maxPrice = Money(tenThousandths: 100_0000, currency: "RUB")
        let bought = try await emulator.account.order(order).value
        #expect(
            bought.price?.currency == "RUB" && bought.price == emulator.ledger.entries[0].amount)
        let prices = [
            try await emulator.account.activeActivations().value[0].price,
            try await emulator.account.activationOffer(service: "wa", country: "16").value.price,
        ]
        #expect(prices == [bought.price, bought.price])
    }
}
