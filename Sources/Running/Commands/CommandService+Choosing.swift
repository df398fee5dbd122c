package import Accounts
import Keeping
import Lines
import Providers
import Storage
import Transport

/// What is sold, and what to buy of it.
extension CommandService {
    /// A service in a country: what an account sells it for, or each of its pools.
    ///
    /// - Parameter page: of the pools, where only some of them are asked about at once.
    package func offers(
        of service: String, in country: String, on account: Account, byPool: Bool = false,
        page: Int = 1
    ) async throws -> [MarketOffer] {
        let lists = try await lists(of: account)
        let (service, country) = (try lists.service(service), try lists.country(country))
        let past = try keeper.store.pastOrders()
        guard byPool else {
            let offer = try await call(account, provesKey: false) {
                provider throws(ProviderError) in
                try await provider.activationOffer(service: service.id, country: country.id)
            }
            let whole = await completed(offer, service.id, country.id, on: account)
            return [
                MarketOffer(
                    account: account, service: service, country: country, offer: whole, past: past)
            ]
        }
        return try await pools(service, country, on: account, page).map {
            MarketOffer(
                account: account, service: service, country: country, offer: $0, past: past,
                isOfPool: $0.pool != nil)
        }
    }

    /// The words by which an order names its source of numbers, for completion.
    package func poolWords(
        _ service: String, in country: String, on account: Account
    ) async throws -> [String] {
        let lists = try await lists(of: account)
        let (service, country) = (try lists.service(service), try lists.country(country))
        return try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.poolWords(service: service.id, country: country.id)
        }
    }

    /// The countries in which an account sells a service.
    package func suggestions(
        _ account: Account, service: String
    ) async throws -> [MarketCountry] {
        let service = try await lists(of: account).service(service)
        let found = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.suggestedCountries(service: service.id)
        }
        let past = try keeper.store.pastOrders()
        return found.map { suggestion in
            let place = MarketOffer.place(suggestion.country)
            let own = past.filter {
                $0.isOf(account: account.name, service: service.name, country: place)
            }
            let prospect = Prospect(
                price: suggestion.price, successRate: suggestion.successRate, own: OwnRecord(own))
            return MarketCountry(
                account: account, suggested: suggestion, service: service, prospect: prospect)
        }
    }

    /// Every service that an account sells in a country.
    package func prices(in country: String, on account: Account) async throws -> [MarketOffer] {
        let lists = try await lists(of: account)
        let country = try lists.country(country)
        let sold = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.prices(in: country.id)
        }
        let place = MarketOffer.place(country)
        let past = try keeper.store.pastOrders().filter {
            $0.account == account.name && $0.country == place
        }
        let names = Dictionary(
            lists.services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return sold.map { entry in
            MarketOffer(
                account: account, service: names[entry.service.id] ?? entry.service,
                country: country, offer: entry.offer, past: past)
        }
    }

    /// The offers in stock of all accounts that an order may use, best first.
    ///
    /// An account that fails to answer does not hold up the others; if all fail, their reasons are
    /// reported. Offers above the maximum price come last: they are there to be refused by it.
    func choices(for request: ActivationRequest) async throws -> [MarketOffer] {
        let able = try await keeper.accounts(
            offering: request.kind == .call ? .call : .order, named: request.account)
        let past = try keeper.store.pastOrders()
        var all: [MarketOffer] = []
        var obstacles = Refusals()
        for account in able {
            do {
                let found = try await choices(
                    for: request, on: account, isOneOfSeveral: able.count > 1, past)
                let inStock = found.filter { $0.offer.stock != 0 }
                if inStock.isEmpty { throw ProviderError.outOfStock("") }
                all += inStock
            } catch {
                obstacles.append(error, of: account.name)
            }
        }
        guard !all.isEmpty else { throw obstacles.error ?? ProviderError.outOfStock("") }
        let ranked = all.ranked(preferring: request.preference, by: \.prospect)
        return ranked.filter { !request.isTooDear($0.offer.price) }
            + ranked.filter { request.isTooDear($0.offer.price) }
    }

    private func choices(
        for request: ActivationRequest, on account: Account, isOneOfSeveral: Bool,
        _ past: [PastOrder]
    ) async throws -> [MarketOffer] {
        let lists = try await lists(of: account)
        let service = try lists.service(request.service)
        let country = try lists.country(request.country)
        if request.isByPool, account.provider.capabilities.offers(.pools) {
            return try await pools(service, country, on: account).map {
                MarketOffer(
                    account: account, service: service, country: country, offer: $0, past: past,
                    isOfPool: $0.pool != nil)
            }
        }
        let order = ActivationOrder(
            service: service.id, country: country.id, pool: request.pool,
            preference: request.preference, area: request.area, kind: request.kind)
        var offer = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.activationOffer(for: order)
        }
        // The rates decide between accounts, and nothing else.
        if isOneOfSeveral, request.pool == nil {
            offer = await completed(offer, service.id, country.id, on: account)
        }
        return [
            MarketOffer(
                account: account, service: service, country: country, offer: offer, past: past,
                isOfPool: request.pool != nil)
        ]
    }

    private func pools(
        _ service: Service, _ country: Country, on account: Account, _ page: Int = 1
    ) async throws -> [ActivationOffer] {
        try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.pools(service: service.id, country: country.id, page: page)
        }
    }

    /// With stock and success as far as the provider tells them; without them it is still an offer.
    private func completed(
        _ offer: ActivationOffer, _ service: String, _ country: String, on account: Account
    ) async -> ActivationOffer {
        guard account.provider.capabilities.completesOffers else { return offer }
        let whole = try? await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.completed(offer, service: service, country: country)
        }
        return whole ?? offer
    }
}
