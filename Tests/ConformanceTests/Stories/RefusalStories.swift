import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// Every refusal has a case of its own, with its figures, and nothing is bought or lost by it.
@Suite("Refusals", .timeLimit(.minutes(2)))
struct RefusalStories {
    private static let cent = Money(tenThousandths: 100)

    /// Expects this refusal without any effect, and with a reason unless the provider gives none.
    private static func expect(
        _ refusal: Refusal?, on stand: Stand,
        _ call: (any Provider) async throws -> Void
    ) async throws {
        let before = try await stand.controls.books()
        let error = await stand.error(call)
        #expect(error?.refusal == refusal, "\(String(describing: error))")
        #expect(error?.leavesDoubt == (refusal == .providerFailed))
        #expect(try await stand.controls.books() == before)
    }

    @Test(arguments: Subject.offering(.order, .offer))
    func `an order without the money is refused with price and balance`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.inStock
            let offer = try await stand.account.activationOffer(
                service: wanted.service, country: wanted.country
            ).value
            for balance in [Money.zero, Self.cent] {
                try await stand.controls.set(balance: balance)
                let error = await stand.error { _ = try await $0.order(wanted) }
                let isTold = subject.has(.tellsMissingMoney)
                #expect(
                    error
                        == .insufficientBalance(
                            price: isTold ? offer.price : nil, balance: isTold ? balance : nil))
                #expect(error?.leavesDoubt == false)
            }
            #expect(try await stand.controls.books().lines.isEmpty)
        }
    }

    @Test(arguments: Subject.offering(.rent, .extend))
    func `a rental or extension without the money is refused with what is missing`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let ware = subject.wares.sleeping
            let rental = try await stand.rent(ware).id
            try await stand.controls.set(balance: Self.cent)
            let isWhole = subject.has(.tellsRentalPrice)
            let missing = ProviderError.insufficientBalance(
                price: isWhole
                    ? ware.price
                    : subject.has(.tellsMissingMoney) ? ware.price - Self.cent : nil,
                balance: isWhole ? Self.cent : nil)
            let rented = await stand.error { _ = try await $0.rent(ware.order) }
            #expect(rented == missing && rented?.leavesDoubt == false)
            let days = ware.order.days
            let extended = await stand.error { _ = try await $0.extend(rental, days: days) }
            #expect(extended == missing)
            #expect(try await stand.balance() == Self.cent)
            #expect(try await stand.controls.books().lines.count == 1)
        }
    }

    @Test(arguments: Subject.offering(.order))
    func `what is sold out is said to be`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let wares = subject.wares
            try await Self.expect(subject.refusals[.orderSoldOut], on: stand) {
                _ = try await $0.order(wares.soldOut)
            }
            guard subject.endpoints[.rent] != nil else { return }
            try await Self.expect(subject.refusals[.rentalSoldOut], on: stand) {
                _ = try await $0.rent(wares.soldOutRental.order)
            }
        }
    }

    @Test(arguments: Subject.offering(.order, .suggestions))
    func `what a country does not have is refused with countries that have it`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.notSold
            let error = await stand.error { _ = try await $0.order(wanted) }
            guard !subject.has(.callsUnsoldSoldOut) else {
                #expect(error == .outOfStock("") && error?.leavesDoubt == false)
                return
            }
            guard case .notInCountry(let suggested)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let others = try await stand.account.suggestedCountries(service: wanted.service).value
            #expect(Set(suggested) == Set(others.map(\.country.name)))
            #expect(suggested.count > 3 && error?.leavesDoubt == false)
        }
    }

    @Test(arguments: Subject.offering(.order, .offer))
    func `a price limit is kept to the cent`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            var order = subject.wares.inStock
            let price = try await stand.account.activationOffer(
                service: order.service, country: order.country
            ).value.price
            let below = price - Self.cent
            order.maxPrice = below
            let error = await stand.error { [order] in _ = try await $0.order(order) }
            #expect(error?.refusal == .nothingBelow)
            #expect(try await stand.balance() == Stand.opening)
            order.maxPrice = price
            let id = try await stand.account.order(order).value.providerID
            #expect(try await stand.line(id).price == price)
        }
    }

    @Test(arguments: Subject.offering(.check))
    func `ids that the provider does not know are not found`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let id = "ZZZZZZZZ"
            let answers: [Deed: Refusal?] = [
                .check: .notFound, .status: .notFound, .messages: .notFound, .extend: .notFound,
                .refund: .notFound, .cancel: subject.refusals[.unknownOrderCancelled],
                .resend: subject.refusals[.unknownOrderResent],
            ]
            for (deed, refusal) in answers where subject.endpoints[deed] != nil {
                try await Self.expect(refusal, on: stand) {
                    try await deed.perform(with: $0, on: id, buying: subject.wares)
                }
            }
        }
    }

    @Test(arguments: Subject.offering(.order, .rent))
    func `services, countries and rentals that do not exist are named as such`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.inStock
            let days = subject.wares.sleeping.order.days
            try await Self.expect(.unknownService, on: stand) {
                _ = try await $0.order(ActivationOrder(service: "999999", country: wanted.country))
            }
            try await Self.expect(.unknownCountry, on: stand) {
                _ = try await $0.order(ActivationOrder(service: wanted.service, country: "999999"))
            }
            try await Self.expect(.unknownService, on: stand) {
                _ = try await $0.suggestedCountries(service: "999999")
            }
            try await Self.expect(.unknownCountry, on: stand) {
                _ = try await $0.services(in: Country(id: "999999", name: "Atlantis"))
            }
            try await Self.expect(.noPrice, on: stand) {
                _ = try await $0.activationOffer(service: "999999", country: wanted.country)
            }
            try await Self.expect(subject.refusals[.unknownOffer], on: stand) {
                _ = try await $0.rent(RentalOrder(offer: "999999", days: days))
            }
        }
    }

    @Test(arguments: Subject.all)
    func `a wrong key is said to be wrong by every call that needs one`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let stranger = stand.account(key: "ffffffffffffffffffffffffffffffff")
            for deed in Deed.allCases where subject.endpoints[deed] != nil {
                let line = try await stand.prepare(for: deed)
                let before = try await stand.controls.books()
                let error = await deed.error(from: stranger, on: line, buying: subject.wares)
                let needsKey = !subject.publicDeeds.contains(deed)
                #expect(
                    error?.meaning == (needsKey ? .wrongKey : nil),
                    "\(subject.testDescription) \(deed)")
                #expect(try await stand.controls.books() == before)
            }
            #expect(!ProviderError.wrongKey.leavesDoubt)
        }
    }

    @Test(arguments: Subject.all)
    func `being asked to slow down says for how long, where that is told`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let endpoint = try #require(subject.endpoints[.balance])
            try await stand.controls.set(.rateLimit, on: endpoint, retryAfter: 7)
            let told = await stand.error { _ = try await $0.balance() }
            #expect(told == .rateLimited(retryAfter: .seconds(7)))
            #expect(told?.remedy == .retry(after: .seconds(7)))
            try await stand.controls.set(.rateLimit, on: endpoint)
            let untold = await stand.error { _ = try await $0.balance() }
            #expect(untold == .rateLimited(retryAfter: nil))
            #expect(try await stand.balance() == Stand.opening)
        }
    }
}
