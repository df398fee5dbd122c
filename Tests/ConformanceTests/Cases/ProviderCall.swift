import Providers

/// A call of the provider interface, as a value that can be listed and made.
enum ProviderCall: String, CaseIterable, Sendable {
    case countries, services, offer, suggestions, pools, prices, rentalOffers
    case order, rent, extend, refund, cancel, resend
    case status, messages, check, active, past, rentals, balance

    /// Whether money moves or another code is requested.
    var isPaid: Bool {
        switch self {
        case .order, .rent, .extend, .refund, .cancel, .resend: true
        default: false
        }
    }

    /// Makes the call and ignores its answer.
    ///
    /// - Parameter line: the line's id at the provider, for calls about a line.
    func perform(
        with account: any Provider, on line: String, buying products: TestProducts
    ) async throws(ProviderError) {
        switch self {
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .offer:
            _ = try await account.activationOffer(
                service: products.inStock.service, country: products.inStock.country)
        case .suggestions:
            _ = try await account.suggestedCountries(service: products.inStock.service)
        case .pools:
            _ = try await account.pools(
                service: products.inStock.service, country: products.inStock.country)
        case .prices: _ = try await account.prices(in: products.inStock.country)
        case .rentalOffers: _ = try await account.rentalOffers()
        case .order: _ = try await account.order(products.inStock)
        case .rent: _ = try await account.rent(products.sleeping.order)
        case .extend: _ = try await account.extend(line, days: products.sleeping.order.days)
        case .refund: _ = try await account.refund(line)
        case .cancel: _ = try await account.cancel(line)
        case .resend: _ = try await account.resend(line)
        case .status: _ = try await account.status(of: line)
        case .messages: _ = try await account.messages(of: line)
        case .check: _ = try await account.check(line)
        case .active: _ = try await account.activeActivations()
        case .past: _ = try await account.pastActivations()
        case .rentals: _ = try await account.rentals()
        case .balance: _ = try await account.balance()
        }
    }

    /// The error of the call; nil if it succeeds.
    func error(
        from account: any Provider, on line: String = "", buying products: TestProducts
    ) async -> ProviderError? {
        do {
            try await perform(with: account, on: line, buying: products)
            return nil
        } catch {
            return error
        }
    }
}
