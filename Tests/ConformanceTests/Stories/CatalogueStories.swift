import Lines
import Providers
import Testing
import TestSupport

/// The catalogue, and that purchases cost the quoted price.
@Suite("What can be bought", .timeLimit(.minutes(2)))
struct CatalogueStories {
    @Test(arguments: Subject.offering(.countries, .services))
    func `countries and services have the ids that orders take`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.inStock
            let countries = try await stand.account.countries().value
            let country = try countries.first(where: \.id, is: wanted.country)
            #expect(Set(countries.map(\.id)).count == countries.count)
            #expect(!countries.map(\.name).contains(""))
            let everywhere = try await stand.account.services(in: nil).value
            #expect(everywhere.contains(where: \.id, is: wanted.service))
            let here = try await stand.account.services(in: country).value
            #expect(here.contains(where: \.id, is: wanted.service))
            #expect(Set(here.map(\.id)).isSubset(of: everywhere.map(\.id)))
        }
    }

    @Test(arguments: Subject.offering(.services))
    func `a service that is not sold in a country is not listed there`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let missing = subject.wares.notSold
            let country = Country(id: missing.country, name: "")
            let here = try await stand.account.services(in: country).value
            let everywhere = try await stand.account.services(in: nil).value
            #expect(!here.contains(where: \.id, is: missing.service))
            #expect(everywhere.contains(where: \.id, is: missing.service))
        }
    }

    @Test(arguments: Subject.offering(.offer, .order))
    func `an order costs what the offer said`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.inStock
            let offer = try await stand.account.activationOffer(
                service: wanted.service, country: wanted.country
            ).value
            let order = try await stand.order()
            #expect(order.line.price == offer.price)
            #expect(try await stand.balance() == Stand.opening - offer.price)
        }
    }

    @Test(arguments: Subject.offering(.suggestions))
    func `suggested countries come cheapest first, each once, at the price of an order`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let service = subject.wares.inStock.service
            let suggested = try await stand.account.suggestedCountries(service: service).value
            let prices = suggested.compactMap { $0.price?.tenThousandths }
            #expect(prices.count > 3 && prices.count == suggested.count)
            #expect(prices == prices.sorted())
            #expect(Set(suggested.map(\.country.id)).count == suggested.count)
            let best = try #require(suggested.first)
            let order = try await stand.account.order(
                ActivationOrder(service: service, country: best.country.id)
            ).value
            #expect(try await stand.line(order.providerID).price == best.price)
        }
    }

    @Test(arguments: Subject.offering(.rentalOffers, .rent))
    func `rentals are offered with the days and prices they are sold at`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let offers = try await stand.account.rentalOffers().value
            let wares = subject.wares
            let fixed = subject.has(.rentsByTheHour) ? [] : [wares.fixed]
            for ware in [wares.sleeping, wares.listening, wares.soldOutRental] + fixed {
                let offer = try offers.first(where: \.id, is: ware.order.offer)
                #expect(offer.prices.keys.sorted() == ware.days)
                #expect(offer.prices[ware.order.days] == ware.price)
                let isFixed =
                    subject.has(.hasFixedRentals) && ware.order.offer == wares.fixed.order.offer
                #expect(offer.isExtendable != isFixed)
            }
            let before = try await stand.balance()
            _ = try await stand.rent(wares.sleeping)
            #expect(try await stand.balance() == before - wares.sleeping.price)
            #expect(Set(offers.map(\.id)).count == offers.count)
        }
    }

    @Test(arguments: Subject.offering(.rentalOffers, .rent))
    func `a rental for one service only costs its own price`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let ware = subject.wares.single
            let rental = try await stand.rent(ware)
            #expect(rental.line.price == ware.price)
            #expect(try await stand.balance() == Stand.opening - ware.price)
            guard !subject.has(.rentsByTheHour) else { return }
            let wrong = RentalOrder(
                offer: subject.wares.fixed.order.offer, days: subject.wares.fixed.order.days,
                service: ware.order.service)
            let error = await stand.error { _ = try await $0.rent(wrong) }
            let refusal = error?.refusal
            #expect(refusal == .unknownService || refusal == .notForOneService)
        }
    }

    @Test(arguments: Subject.having(.hasRefundTerms))
    func `products say whether and how long they are refunded`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let offers = try await stand.account.rentalOffers().value
            let wares = subject.wares
            let refunded = try offers.first(where: \.id, is: wares.sleeping.order.offer)
            #expect(refunded.refundTerms?.isRefundable == true)
            #expect(refunded.refundTerms?.within == subject.refundWindow)
            guard subject.has(.hasUnrefundableRentals) else { return }
            let kept = try offers.first(where: \.id, is: wares.unrefundable.order.offer)
            #expect(kept.refundTerms?.isRefundable == false)
        }
    }
}
