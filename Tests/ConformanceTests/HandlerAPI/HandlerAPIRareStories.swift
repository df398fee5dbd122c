import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// The rarer calls of handler_api: codes by call, cashback, notifications, older and newer forms.
@Suite("handler_api's rarer calls", .timeLimit(.minutes(20)))
struct HandlerAPIRareStories {
    private static let wanted = ActivationOrder(service: "wa", country: "16")

    private func tell(
        _ emulator: HandlerAPIInProcessEmulator, _ name: String, _ words: String...
    ) async throws -> [[String?]] {
        let account = emulator.account
        let command = try #require(account.commands.first { $0.name == name })
        return try await account.tell(name, try CommandWords(words, of: command)).value.rows
    }

    @Test func `a code by call is a message marked as a call, with its caller and words`()
        async throws
    {
        let emulator = HandlerAPIInProcessEmulator()
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.change { provider, _ in provider.makeVoice(bought.providerID) }
        #expect(try await tell(emulator, "call", bought.providerID)[1] == ["state", "waiting"])
        let early = await failure { _ = try await tell(emulator, "parse-call", bought.providerID) }
        #expect(early?.description.contains("No call") == true)
        emulator.sms("Your code is 4 8 2 9", from: "+4930123456", to: bought.number)
        let message = try #require(
            try await emulator.account.check(bought.providerID).value.messages.first)
        #expect(message.kind == .call && message.sender == "+4930123456")
        #expect(message.text == "Your code is 4 8 2 9")
        #expect(
            try await tell(emulator, "call", bought.providerID)[2] == ["caller", "+4930123456"])
        for _ in 0..<3 { _ = try await tell(emulator, "parse-call", bought.providerID, "lang=de") }
        let late = await failure { _ = try await tell(emulator, "parse-call", bought.providerID) }
        #expect(late?.description.contains("as often as is allowed") == true)
        let unknown = await failure { _ = try await tell(emulator, "call", "1") }
        #expect(unknown == .notFound)
    }

    @Test func `past orders are told by page and date`() async throws {
        let emulator = HandlerAPIInProcessEmulator()
        var ids: [String] = []
        for _ in 0..<3 {
            ids.insert(try await emulator.account.order(Self.wanted).value.providerID, at: 0)
            emulator.wait(.days(1))
        }
        #expect(try await tell(emulator, "history").map { $0[0] } == ids)
        #expect(try await tell(emulator, "history", "limit=1", "page=2").map { $0[0] } == [ids[1]])
        let day = (emulator.now - .days(2)).rfc3339.prefix(10)
        #expect(
            try await tell(emulator, "history", "from=\(day)", "to=\(day)").map { $0[0] }
                == [ids[1]])
    }

    @Test func `an SMS is no call`() async throws {
        let emulator = HandlerAPIInProcessEmulator()
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.sms("Your code is 4829", to: bought.number)
        let messages = try await emulator.account.check(bought.providerID).value.messages
        #expect(messages.map(\.kind) == [.sms])
    }

    @Test func `the balance is told with and without cashback`() async throws {
        let emulator = HandlerAPIInProcessEmulator()
        let balance = try await emulator.account.balance().value
        let more = Money(tenThousandths: balance.tenThousandths + 1_2500)
        #expect(try await tell(emulator, "cashback") == [["balance with cashback", "\(more)"]])
    }

    @Test func `notifications are listed where there are any, and refused by name elsewhere`()
        async throws
    {
        let clone = HandlerAPIInProcessEmulator(.clone)
        #expect(try await tell(clone, "notifications").map { $0[2] } == ["welcome"])
        clone.change { provider, now in provider.setBalance(.zero, at: now) }
        #expect(try await tell(clone, "notifications").map { $0[2] } == ["low_balance", "welcome"])
        let original = HandlerAPIInProcessEmulator()
        let refused = await failure { _ = try await tell(original, "notifications") }
        #expect(refused?.description.contains("it has no notifications") == true)
    }

    @Test func `a clone with the newer calls orders and reads by them, under the order's name`()
        async throws
    {
        let emulator = HandlerAPIInProcessEmulator(.clone)
        emulator.change { provider, _ in provider.hasNewerCalls = true }
        let named = emulator.account.naming("intent-7")
        let bought = try await named.order(Self.wanted).value
        #expect(bought.price != nil && emulator.count("getNumber") == 0)
        let again = await failure { _ = try await named.order(Self.wanted) }
        #expect(again?.leavesDoubt == true && emulator.ledger.entries.count == 1)
        emulator.change { provider, _ in provider.makeVoice(bought.providerID) }
        emulator.sms("Your code is 4829", from: "+4930123456", to: bought.number)
        _ = try await emulator.account.check(bought.providerID)
        #expect(emulator.count("getAllSms") == 1)
    }

    @Test(arguments: [HandlerAPIDialect.original, .clone])
    func `an extension is quoted by the older call where the newer is missing`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let rental = try await emulator.account.rent(RentalOrder(offer: "0:full", days: 1)).value
        let newer = try await emulator.account.extensionPrice(of: rental.providerID, days: 7)
        emulator.change { provider, _ in provider.hasOnlyOldQuotes = true }
        let older = try await emulator.account.extensionPrice(of: rental.providerID, days: 7)
        #expect(newer.value == older.value && older.value != nil)
        #expect(emulator.count("getContinueRentPriceNumber") == 1)
    }
}
