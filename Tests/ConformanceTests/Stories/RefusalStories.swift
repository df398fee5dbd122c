import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// Every refusal has a case of its own, with its figures, and nothing is bought or lost by it.
@Suite("Refusals", .timeLimit(.minutes(20)))
struct RefusalStories {
    private static let cent = Money(tenThousandths: 100)

    /// Expects this refusal without any effect, and with a reason unless the provider gives none.
    private static func expect(
        _ refusal: Refusal?, on fixture: EmulatorFixture,
        _ call: (any Provider) async throws -> Void
    ) async throws {
        let before = try await fixture.controls.books()
        let error = await fixture.error(call)
        #expect(error?.refusal == refusal, "\(String(describing: error))")
        #expect(error?.leavesDoubt == (refusal == .providerFailed))
        #expect(try await fixture.controls.books() == before)
    }

    @Test(arguments: ProviderCase.offering(.order, .offer))
    func `an order without the money is refused with price and balance`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let offer = try await fixture.account.activationOffer(
                service: wanted.service, country: wanted.country
            ).value
            for balance in [Money.zero, Self.cent] {
                try await fixture.controls.set(balance: balance)
                let error = await fixture.error { _ = try await $0.order(wanted) }
                let isTold = providerCase.has(.tellsMissingMoney)
                #expect(
                    error
                        == .insufficientBalance(
                            price: isTold ? offer.price : nil, balance: isTold ? balance : nil))
                #expect(error?.leavesDoubt == false)
            }
            #expect(try await fixture.controls.books().lines.isEmpty)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .extend))
    func `a rental or extension without the money is refused with what is missing`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let product = providerCase.products.sleeping
            let rental = try await fixture.rent(product).id
            try await fixture.controls.set(balance: Self.cent)
            let isWhole = providerCase.has(.tellsRentalPrice)
            let missing = ProviderError.insufficientBalance(
                price: isWhole
                    ? product.price
                    : providerCase.has(.tellsMissingMoney) ? product.price - Self.cent : nil,
                balance: isWhole ? Self.cent : nil)
            let rented = await fixture.error { _ = try await $0.rent(product.order) }
            #expect(rented == missing && rented?.leavesDoubt == false)
            let days = product.order.days
            let extended = await fixture.error { _ = try await $0.extend(rental, days: days) }
            #expect(extended == missing)
            #expect(try await fixture.balance() == Self.cent)
            #expect(try await fixture.controls.books().lines.count == 1)
        }
    }

    @Test(arguments: ProviderCase.offering(.order))
    func `what is sold out is said to be`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let products = providerCase.products
            try await Self.expect(providerCase.refusals[.orderSoldOut], on: fixture) {
                _ = try await $0.order(products.soldOut)
            }
            guard providerCase.endpoints[.rent] != nil else { return }
            try await Self.expect(providerCase.refusals[.rentalSoldOut], on: fixture) {
                _ = try await $0.rent(products.soldOutRental.order)
            }
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .suggestions))
    func `what a country does not have is refused with countries that have it`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.notSold
            let error = await fixture.error { _ = try await $0.order(wanted) }
            guard !providerCase.has(.callsUnsoldSoldOut) else {
                #expect(error == .outOfStock("") && error?.leavesDoubt == false)
                return
            }
            guard case .notInCountry(let suggested)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let others = try await fixture.account.suggestedCountries(service: wanted.service).value
            #expect(Set(suggested) == Set(others.map(\.country.name)))
            #expect(suggested.count > 3 && error?.leavesDoubt == false)
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .offer))
    func `a price limit is kept to the cent`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            var order = providerCase.products.inStock
            let price = try await fixture.account.activationOffer(
                service: order.service, country: order.country
            ).value.price
            let below = price - Self.cent
            order.maxPrice = below
            let error = await fixture.error { [order] in _ = try await $0.order(order) }
            #expect(error?.refusal == .nothingBelow)
            #expect(try await fixture.balance() == EmulatorFixture.opening)
            order.maxPrice = price
            let id = try await fixture.account.order(order).value.providerID
            #expect(try await fixture.line(id).price == price)
        }
    }

    @Test(arguments: ProviderCase.offering(.check))
    func `ids that the provider does not know are not found`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let id = "ZZZZZZZZ"
            let answers: [ProviderCall: Refusal?] = [
                .check: .notFound, .status: .notFound, .messages: .notFound, .extend: .notFound,
                .refund: .notFound, .cancel: providerCase.refusals[.unknownOrderCancelled],
                .resend: providerCase.refusals[.unknownOrderResent],
            ]
            for (call, refusal) in answers where providerCase.endpoints[call] != nil {
                try await Self.expect(refusal, on: fixture) {
                    try await call.perform(with: $0, on: id, buying: providerCase.products)
                }
            }
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .rent))
    func `services, countries and rentals that do not exist are named as such`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            let days = providerCase.products.sleeping.order.days
            try await Self.expect(.unknownService, on: fixture) {
                _ = try await $0.order(ActivationOrder(service: "999999", country: wanted.country))
            }
            try await Self.expect(.unknownCountry, on: fixture) {
                _ = try await $0.order(ActivationOrder(service: wanted.service, country: "999999"))
            }
            try await Self.expect(.unknownService, on: fixture) {
                _ = try await $0.suggestedCountries(service: "999999")
            }
            try await Self.expect(.unknownCountry, on: fixture) {
                _ = try await $0.services(in: Country(id: "999999", name: "Atlantis"))
            }
            try await Self.expect(.noPrice, on: fixture) {
                _ = try await $0.activationOffer(service: "999999", country: wanted.country)
            }
            try await Self.expect(providerCase.refusals[.unknownOffer], on: fixture) {
                _ = try await $0.rent(RentalOrder(offer: "999999", days: days))
            }
        }
    }

    @Test(arguments: ProviderCase.all)
    func `a wrong key is said to be wrong by every call that needs one`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let stranger = fixture.account(key: "ffffffffffffffffffffffffffffffff")
            for call in ProviderCall.allCases where providerCase.endpoints[call] != nil {
                let line = try await fixture.prepare(for: call)
                let before = try await fixture.controls.books()
                let error = await call.error(
                    from: stranger, on: line, buying: providerCase.products)
                let needsKey = !providerCase.publicCalls.contains(call)
                #expect(
                    error?.meaning == (needsKey ? .wrongKey : nil),
                    "\(providerCase.testDescription) \(call)")
                #expect(try await fixture.controls.books() == before)
            }
            #expect(!ProviderError.wrongKey.leavesDoubt)
        }
    }

    @Test(arguments: ProviderCase.all)
    func `being asked to slow down says for how long, where that is told`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let endpoint = try #require(providerCase.endpoints[.balance])
            try await fixture.controls.set(.rateLimit, on: endpoint, retryAfter: 7)
            let told = await fixture.error { _ = try await $0.balance() }
            #expect(told == .rateLimited(retryAfter: .seconds(7)))
            #expect(told?.remedy == .retry(after: .seconds(7)))
            try await fixture.controls.set(.rateLimit, on: endpoint)
            let untold = await fixture.error { _ = try await $0.balance() }
            #expect(untold == .rateLimited(retryAfter: nil))
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }
}
