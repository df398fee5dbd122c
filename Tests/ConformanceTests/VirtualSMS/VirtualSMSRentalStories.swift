import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// Rental features that only VirtualSMS has, adapter against emulator.
@Suite("VirtualSMS rentals")
struct VirtualSMSRentalStories {
    @Test(arguments: EmulatorGeneration.allCases)
    func `a rental of the network is offered by its services, and bought by a country's number`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        let offers = try await emulator.account.rentalOffers().value
        let listed = try #require(offers.first { $0.id == "network/DE/wa" })
        #expect(listed.prices.isEmpty && listed.refundTerms?.within == .minutes(20))
        let asked = try await emulator.account.rentalOffer("network/DE/tg").value
        let offer = try #require(asked)
        #expect(offer.prices.keys.sorted() == [1, 3, 7])
        let order = RentalOrder(offer: "network/DE/tg", days: 3)
        let bought = try await emulator.account.rent(order).value
        #expect(bought.price == offer.prices[3] && bought.days == 3)
        #expect(bought.expiresAt == emulator.now + .days(3))
        #expect(bought.product == "network/DE/tg")
        #expect(bought.number?.hasPrefix("+49151") == true)
        let rental = try await emulator.account.rental(bought.providerID).value
        #expect(rental.supplier == "network" && rental.service == "tg" && rental.hours == 72)
        #expect(rental.kind == "service" && rental.messageCount == 0)
        let wrong = await failure {
            _ = try await emulator.account.rent(RentalOrder(offer: "network/DE/tg", days: 30))
        }
        #expect(wrong == .wrongDays(available: [1, 3, 7]))
        for id in ["network/XX/wa", "network/DE", "", "network//wa"] {
            let unknown = await failure {
                _ = try await emulator.account.rent(RentalOrder(offer: id, days: 3))
            }
            #expect(unknown == .unknownOffer, "\(id)")
        }
        #expect(try await emulator.account.rentalOffer("network/XX/wa").value == nil)
        let services = try await emulator.account.networkServices(in: "DE", days: 3).value
        #expect(services.map(\.service.id).contains("wa"))
        #expect(services.allSatisfy { $0.price == offer.prices[3] })
    }

    @Test func `what only it can be asked of rentals is told as a table`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        let prices = try await emulator.account.tell("rental-prices", []).value
        let tiers = try await emulator.account.rentalPricing().value
        #expect(prices.rows.count == tiers.count && prices.columns.count == 5)
        let services = try await emulator.account.tell("rental-services", ["de", "3"]).value
        #expect(services.rows.map(\.first).contains("network/DE/wa"))
        let wrong = await failure {
            _ = try await emulator.account.tell("rental-services", ["de", "2"])
        }
        #expect(wrong == .wrongDays(available: [1, 3, 7]))
    }

    @Test func `every price of the list is the one that is offered`() async throws {
        let emulator = VirtualSMSInProcessEmulator()
        let tiers = try await emulator.account.rentalPricing().value
        let places = try await emulator.account.rentalsAvailable(country: "GB", service: "wa").value
        #expect(places.map(\.code) == ["GB"] && places.map(\.stock) == [40])
        for tier in tiers where tier.country == "GB" {
            let prices = tier.kind == "full" ? places[0].prices : places[0].servicePrices
            #expect(prices[tier.days] == tier.price)
        }
        #expect(Set(tiers.map(\.days)) == [1, 3, 7, 30])
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `texts that cannot be asked for are not taken for none`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = VirtualSMSInProcessEmulator(generation)
        emulator.change { provider, _ in provider.showsRentalTexts = false }
        let bought = try await emulator.account.rent(RentalOrder(offer: "GB", days: 7)).value
        #expect(try await emulator.account.messages(of: bought.providerID).value.isEmpty)
        #expect(try await emulator.account.status(of: bought.providerID).value.isAvailable)
        emulator.sms("4821", to: bought.number)
        let error = await failure {
            _ = try await emulator.account.messages(of: bought.providerID)
        }
        #expect(error == .onlyPushed(count: 1))
        let rental = try await emulator.account.rental(bought.providerID).value
        #expect(rental.messageCount == 1 && rental.lastMessageAt == emulator.now)
    }

    @Test func `an extension is made once under its name, and given back with the rest`()
        async throws
    {
        let emulator = VirtualSMSInProcessEmulator()
        let bought = try await emulator.account.rent(RentalOrder(offer: "GB", days: 1)).value
        emulator.lose("rentals/\(bought.providerID)/extend")
        let named = emulator.account.naming("extend:1")
        _ = await failure { _ = try await named.extend(bought.providerID, days: 3) }
        let extended = try await named.extend(bought.providerID, days: 3).value
        #expect(extended.expiresAt == emulator.now + .days(4))
        #expect(emulator.ledger.entries.map(\.kind) == [.charge, .charge])
        _ = try await emulator.account.refund(bought.providerID)
        #expect(emulator.ledger.balance == EmulatorFixture.opening)
        #expect(try await emulator.account.status(of: bought.providerID).value.isAvailable == false)
        #expect(try await emulator.account.rentals().value.isEmpty)
    }
}
