import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Rental features that only handler_api has, adapter against emulator.
@Suite("handler_api rentals")
struct HandlerAPIRentalStories {
    private static let dialects: [HandlerAPIDialect] = [.original, .clone]

    @Test(arguments: dialects)
    func `any days can be rented, and extended to the end that is told`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let account = emulator.account
        let bought = try await account.rent(RentalOrder(offer: "16:full", days: 13)).value
        #expect(bought.expiresAt == emulator.now + .days(13) && bought.country == "GB")
        let quote = try await account.extensionPrice(of: bought.providerID, days: 2).value
        let extended = try await account.extend(bought.providerID, days: 2).value
        #expect(extended.expiresAt == emulator.now + .days(15) && extended.newProviderID == nil)
        #expect(emulator.ledger.entries.last?.amount == quote)
        let long = await failure { _ = try await account.extend(bought.providerID, days: 57) }
        #expect(long == .wrongDays(available: [56]) && emulator.ledger.entries.count == 2)
    }

    @Test(arguments: dialects)
    func `one that is over goes on under a new id and is charged`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let account = emulator.account
        let bought = try await account.rent(RentalOrder(offer: "0:wa", days: 1)).value
        emulator.wait(.days(1))
        #expect(try await account.status(of: bought.providerID).value.isAvailable == false)
        let extended = try await account.extend(bought.providerID, days: 1).value
        let id = try #require(extended.newProviderID)
        #expect(extended.expiresAt == emulator.now + .days(1))
        #expect(try await account.rentals().value.map(\.providerID) == [id])
        #expect(try await account.status(of: id).value.isAvailable)
        #expect(emulator.ledger.entries.map(\.line) == [bought.providerID, id])
    }

    @Test(arguments: dialects)
    func `many messages are read page by page, every one of them`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let bought = try await emulator.account.rent(RentalOrder(offer: "0:full", days: 7)).value
        var expected: [ReceivedMessage] = []
        for index in 0..<35 {
            emulator.wait(.seconds(index % 3))
            emulator.sms("code \(index % 5)", from: "S\(index % 2)", to: bought.number)
            expected.append(
                ReceivedMessage(
                    text: "code \(index % 5)", sender: "S\(index % 2)", receivedAt: emulator.now))
        }
        let messages = try await emulator.account.messages(of: bought.providerID).value
        #expect(messages == expected && emulator.count("getRentStatus") == 4)
    }

    @Test(arguments: dialects)
    func `one that is blocked or given up is not available, and not paid back twice`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let account = emulator.account
        let blocked = try await account.rent(RentalOrder(offer: "0:tg", days: 1)).value.providerID
        emulator.revoke(blocked)
        #expect(try await account.status(of: blocked).value.isAvailable == false)
        #expect(try await account.messages(of: blocked).value.isEmpty)
        #expect(await failure { _ = try await account.refund(blocked) } == .alreadyRefunded)
        let dead = await failure { _ = try await account.extend(blocked, days: 1) }
        #expect(dead?.refusal == .notExtended)
        let given = try await account.rent(RentalOrder(offer: "0:tg", days: 1)).value.providerID
        _ = try await account.finishRental(given)
        #expect(await failure { _ = try await account.refund(given) } == .refundClosed)
        #expect(try await account.rentals().value.isEmpty)
        #expect(emulator.ledger.entries.map(\.kind) == [.charge, .refund, .charge])
    }

    @Test(arguments: dialects)
    func `an offer of any country is had by its name, in three questions`(
        _ dialect: HandlerAPIDialect
    ) async throws {
        let emulator = HandlerAPIInProcessEmulator(dialect)
        let offer = try #require(try await emulator.account.rentalOffer("16:ig").value)
        #expect(offer.prices.keys.sorted() == [1, 7, 30] && offer.isExtendable)
        #expect(emulator.count("getRentServicesAndCountries") == 3)
        #expect(offer.refundTerms?.within == .minutes(20))
        let bought = try await emulator.account.rent(RentalOrder(offer: offer.id, days: 7)).value
        #expect(emulator.line(bought.providerID)?.price == offer.prices[7])
        #expect(try await emulator.account.rentalOffer("16:none").value == nil)
    }
}
