import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Several services on one number, codes by call, and orders that are repeated under their name.
@Suite("handler_api's shared numbers", .timeLimit(.minutes(20)))
struct HandlerAPISharingStories {
    private static let wanted = SharedOrder(services: ["go", "wa"], country: "16")

    @Test(arguments: [HandlerAPIDialect.original, .clone])
    func `several services on one number are an order each, given back one by one`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let first = try await emulator.account.order(Self.wanted).value
        let second = try #require(first.siblings.first)
        #expect(first.siblings.count == 1 && first.service == "go" && second.service == "wa")
        #expect(first.number == second.number && first.providerID != second.providerID)
        #expect(first.country == "GB" && first.expiresAt != nil)
        emulator.sms("G-482913 is your Google code", from: "Google", to: first.number)
        emulator.sms("Your WhatsApp code 118-264", from: "x", to: first.number)
        let texts = [
            try await emulator.account.check(first.providerID).value.messages.map(\.text),
            try await emulator.account.check(second.providerID).value.messages.map(\.text),
        ]
        #expect(texts == [["G-482913 is your Google code"], ["Your WhatsApp code 118-264"]])
        let active = try await emulator.account.activeActivations().value
        #expect(Set(active.map(\.service)) == ["go", "wa"])
        #expect(Set(active.map(\.number)) == [first.number])
        let third = try await emulator.account.order(
            SharedOrder(services: ["tg", "ds"], country: "16")
        ).value
        let charged = emulator.ledger.entries.count
        emulator.wait(.minutes(3))
        _ = try await emulator.account.cancel(third.siblings[0].providerID)
        #expect(emulator.ledger.entries.count == charged + 1)
        let left = try await emulator.account.activeActivations().value
        #expect(left.contains { $0.providerID == third.providerID })
    }

    @Test func `services that cannot share a number are refused, and nothing is paid`() async {
        let emulator = HandlerAPIInProcessEmulator()
        let expected: [(SharedOrder, ProviderError)] = [
            (
                SharedOrder(services: ["go", "wa"], country: "187"),
                .badRequest(["Numbers of this country are sold for one service only."])
            ),
            (SharedOrder(services: ["go", "xx"], country: "16"), .unknownService),
            (SharedOrder(services: ["ts", "wa"], country: "78"), .outOfStock("")),
        ]
        for (order, meaning) in expected {
            let error = await failure { _ = try await emulator.account.order(order) }
            #expect(error?.meaning == meaning, "\(order)")
            #expect(error?.leavesDoubt == false)
        }
        #expect(emulator.ledger.entries.isEmpty)
    }

    @Test func `a service is added to a number that is held, once, while it is held`() async throws
    {
        let emulator = HandlerAPIInProcessEmulator()
        let account = emulator.account
        let bought = try await account.order(ActivationOrder(service: "wa", country: "16")).value
        let more = try await account.order("go", besides: bought.providerID).value
        #expect(more.number == bought.number && more.service == "go" && more.siblings.isEmpty)
        #expect(emulator.ledger.entries.count == 2)
        let again = await failure { _ = try await account.order("go", besides: bought.providerID) }
        #expect(again?.description.contains("already part of the order") == true)
        let unknown = await failure { _ = try await account.order("go", besides: "1") }
        #expect(unknown?.meaning == .notFound)
        emulator.wait(.minutes(3))
        _ = try await account.cancel(bought.providerID)
        let late = await failure { _ = try await account.order("tg", besides: bought.providerID) }
        #expect(late?.description.contains("The order has ended") == true)
        #expect(late?.leavesDoubt == false)
    }

    @Test func `a code is ordered by call where the protocol has calls, and refused elsewhere`()
        async throws
    {
        let order = ActivationOrder(service: "wa", country: "16", kind: .call)
        let emulator = HandlerAPIInProcessEmulator()
        let bought = try await emulator.account.order(order).value
        emulator.sms("Your code is 4 8 2 9", from: "+4930123456", to: bought.number)
        let messages = try await emulator.account.check(bought.providerID).value.messages
        #expect(messages.map(\.kind) == [.call])
        for dialect in [HandlerAPIDialect.daisysms, .virtualsms] {
            let other = HandlerAPIInProcessEmulator(dialect)
            let refused = await failure { _ = try await other.account.order(order) }
            #expect(refused?.meaning == .notOffered(.call))
            #expect(other.ledger.entries.isEmpty)
        }
    }

    @Test func `an order that may be repeated never falls back to the call without a name`()
        async throws
    {
        // This clone lacks the newer call.
        let emulator = HandlerAPIInProcessEmulator(.clone)
        let wanted = ActivationOrder(service: "wa", country: "16")
        let account = HandlerAPI(
            transport: emulator, baseURL: emulator.url, key: Secret(emulatorKey), dialect: .clone,
            keepsOrderNames: true)
        #expect(account.capabilities.keepsOrderNames)
        #expect(!emulator.account.capabilities.keepsOrderNames)
        let refused = await failure { _ = try await account.naming("a").order(wanted) }
        #expect(refused?.meaning == .notOffered(.order))
        #expect(emulator.count("getNumber") == 0 && emulator.ledger.entries.isEmpty)
    }
}
