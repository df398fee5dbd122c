import Lines
import Providers
import Testing
import TestSupport

/// The catalogue, and that purchases cost the quoted price.
@Suite("What can be bought", .timeLimit(.minutes(20)))
struct CatalogueStories {
    @Test(arguments: ProviderCase.offering(.countries, .services))
    func `countries and services have the ids that orders take`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let countries = try await fixture.account.countries().value
            let country = try countries.first(where: \.id, is: wanted.country)
            #expect(Set(countries.map(\.id)).count == countries.count)
            #expect(!countries.map(\.name).contains(""))
            let everywhere = try await fixture.account.services(in: nil).value
            #expect(everywhere.contains(where: \.id, is: wanted.service))
            let here = try await fixture.account.services(in: country).value
            #expect(here.contains(where: \.id, is: wanted.service))
            #expect(Set(here.map(\.id)).isSubset(of: everywhere.map(\.id)))
        }
    }

    @Test(arguments: ProviderCase.offering(.services))
    func `a service that is not sold in a country is not listed there`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let missing = providerCase.products.notSold
            let country = Country(id: missing.country, name: "")
            let here = try await fixture.account.services(in: country).value
            let everywhere = try await fixture.account.services(in: nil).value
            #expect(!here.contains(where: \.id, is: missing.service))
            #expect(everywhere.contains(where: \.id, is: missing.service))
        }
    }

    @Test(arguments: ProviderCase.offering(.offer, .order))
    func `an order costs what the offer said`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let offer = try await fixture.account.activationOffer(
                service: wanted.service, country: wanted.country
            ).value
            let order = try await fixture.order()
            #expect(order.line.price == offer.price)
            #expect(try await fixture.balance() == EmulatorFixture.opening - offer.price)
        }
    }

    @Test(arguments: ProviderCase.offering(.suggestions))
    func `suggested countries come cheapest first, each once, at the price of an order`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let service = providerCase.products.inStock.service
            let suggested = try await fixture.account.suggestedCountries(service: service).value
            let prices = suggested.compactMap { $0.price?.tenThousandths }
            #expect(prices.count > 3 && prices.count == suggested.count)
            #expect(prices == prices.sorted())
            #expect(Set(suggested.map(\.country.id)).count == suggested.count)
            let best = try #require(suggested.first)
            let order = try await fixture.account.order(
                ActivationOrder(service: service, country: best.country.id)
            ).value
            #expect(try await fixture.line(order.providerID).price == best.price)
        }
    }

    @Test(arguments: ProviderCase.offering(.pools, .order))
    func `each pool is listed once, cheapest first, and an order from it costs its price`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let pools = try await fixture.account.pools(
                service: wanted.service, country: wanted.country
            ).value
            let prices = pools.map(\.price.tenThousandths)
            #expect(!pools.isEmpty && prices == prices.sorted())
            let named = pools.compactMap(\.pool)
            #expect(Set(named).count == named.count)
            for pool in pools where pool.pool != nil {
                let stock = try #require(pool.stock)
                let offer = try await fixture.account.activationOffer(
                    service: wanted.service, country: wanted.country, pool: pool.pool
                ).value
                #expect(offer.price == pool.price)
                guard stock > 0 else { continue }
                var order = ActivationOrder(
                    service: wanted.service, country: wanted.country, pool: pool.pool)
                order.maxPrice = pool.price
                let bought = try await fixture.account.order(order).value
                #expect(try await fixture.line(bought.providerID).price == pool.price)
                #expect(bought.pool == nil || bought.pool == pool.pool)
            }
        }
    }

    @Test(arguments: ProviderCase.offering(.prices))
    func `the prices of a country are those of an order, for the services sold there`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let sold = try await fixture.account.prices(in: wanted.country).value
            let here = try sold.first(where: \.service.id, is: wanted.service)
            let offer = try await fixture.account.activationOffer(
                service: wanted.service, country: wanted.country
            ).value
            #expect(here.offer.price == offer.price)
            #expect(Set(sold.map(\.service.id)).count == sold.count)
            let missing = providerCase.products.notSold
            let there = try await fixture.account.prices(in: missing.country).value
            #expect(!there.contains(where: \.service.id, is: missing.service))
        }
    }

    @Test(arguments: ProviderCase.offering(.pools, .order))
    func `what is preferred is bought within the price that was shown for it`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            for preference in OfferPreference.allCases {
                var order = providerCase.products.inStock
                order.preference = preference
                let offer = try await fixture.account.activationOffer(for: order).value
                order.maxPrice = offer.price
                let bought = try await fixture.account.order(order).value
                let price = try await fixture.line(bought.providerID).price
                #expect(!price.isMore(than: offer.price))
            }
        }
    }

    @Test(arguments: ProviderCase.offering(.offer, .order))
    func `an area code is either heeded or refused`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            var order = providerCase.products.inStock
            order.area = "415"
            let refused = await fixture.error { _ = try await $0.activationOffer(for: order) }
            guard refused == nil else {
                #expect(refused == .badRequest(["it has no area codes to choose from"]))
                return
            }
            let id = try await fixture.account.order(order).value.providerID
            #expect(try await fixture.line(id).price != .zero)
        }
    }

    @Test(arguments: ProviderCase.offering(.rentalOffers, .rent))
    func `rentals are offered with the days and prices they are sold at`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let offers = try await fixture.account.rentalOffers().value
            let products = providerCase.products
            let fixed = providerCase.has(.rentsByTheHour) ? [] : [products.fixed]
            for product in [products.sleeping, products.listening, products.soldOutRental] + fixed {
                let offer = try offers.first(where: \.id, is: product.order.offer)
                #expect(offer.prices.keys.sorted() == product.days)
                #expect(offer.prices[product.order.days] == product.price)
                let isFixed =
                    providerCase.has(.hasFixedRentals)
                    && product.order.offer == products.fixed.order.offer
                #expect(offer.isExtendable != isFixed)
            }
            let before = try await fixture.balance()
            _ = try await fixture.rent(products.sleeping)
            #expect(try await fixture.balance() == before - products.sleeping.price)
            #expect(Set(offers.map(\.id)).count == offers.count)
        }
    }

    @Test(arguments: ProviderCase.offering(.rentalOffers, .rent))
    func `a rental for one service only costs its own price`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let product = providerCase.products.single
            let rental = try await fixture.rent(product)
            #expect(rental.line.price == product.price)
            #expect(try await fixture.balance() == EmulatorFixture.opening - product.price)
            guard !providerCase.has(.rentsByTheHour) else { return }
            let wrong = RentalOrder(
                offer: providerCase.products.fixed.order.offer,
                days: providerCase.products.fixed.order.days,
                service: product.order.service)
            let error = await fixture.error { _ = try await $0.rent(wrong) }
            let refusal = error?.refusal
            #expect(refusal == .unknownService || refusal == .notForOneService)
        }
    }

    @Test(arguments: ProviderCase.having(.hasRefundTerms))
    func `products say whether and how long they are refunded`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let offers = try await fixture.account.rentalOffers().value
            let products = providerCase.products
            let refunded = try offers.first(where: \.id, is: products.sleeping.order.offer)
            #expect(refunded.refundTerms?.isRefundable == true)
            #expect(refunded.refundTerms?.within == providerCase.refundWindow)
            guard providerCase.has(.hasUnrefundableRentals) else { return }
            let kept = try offers.first(where: \.id, is: products.unrefundable.order.offer)
            #expect(kept.refundTerms?.isRefundable == false)
        }
    }
}
