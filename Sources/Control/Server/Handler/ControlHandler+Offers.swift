import Accounts
import Keeping
import Lines
import Providers
import Running

/// What can be bought.
extension ControlHandler {
    /// Rentals are grouped by account; activations of all accounts are ranked together.
    func offers(_ request: ListOffers) async throws -> Gathered<OfferRecord> {
        let preference = try preference(request.prefer)
        guard let service = request.service else {
            guard request.services == true, let country = request.country else {
                let country = request.country
                return try await gather(
                    from: try await keeper.accounts(offering: .rent, named: request.account)
                ) { try await rentals($0, country) }
            }
            return try await gather(
                from: try await keeper.accounts(offering: .prices, named: request.account)
            ) { account in
                try await commands.prices(in: country, on: account).map { OfferRecord($0) }
                    .sorted { ($0.name.lowercased(), $0.offer) < ($1.name.lowercased(), $1.offer) }
            }
        }
        guard let country = request.country else {
            guard request.pools != true else {
                throw ControlFailure(.usage, "Pools are listed by country: add --country.")
            }
            return try await gather(
                from: try await keeper.accounts(offering: .suggest, named: request.account)
            ) { account in
                try await commands.suggestions(account, service: service)
            } as: { countries in
                countries.ranked(preferring: preference, by: \.prospect).map { OfferRecord($0) }
            }
        }
        let byPool = request.pools == true
        let page = min(max(request.page ?? 1, 1), Self.lastPage)
        return try await gather(
            from: try await keeper.accounts(
                offering: byPool ? .pools : .order, named: request.account)
        ) { account in
            try await commands.offers(
                of: service, in: country, on: account, byPool: byPool, page: page)
        } as: { offers in
            offers.ranked(preferring: preference, by: \.prospect).map {
                OfferRecord($0, isOfPool: byPool)
            }
        }
    }

    /// More pages than any provider has.
    private static let lastPage = 100

    private func rentals(_ account: Account, _ country: String?) async throws -> [OfferRecord] {
        var catalogue = try await commands.rentals(of: account, now: true)
        if let country {
            // The lists, if there are any, have been loaded by now.
            let isListed = account.provider.capabilities.offers(.catalogue)
            if isListed { _ = try await commands.lists(of: account) }
            catalogue = await keeper.catalogue(of: account.name)
            catalogue.rentals = catalogue.rentals(in: country)
            if catalogue.rentals.isEmpty { _ = try catalogue.country(country) }
        }
        return catalogue.rentals.flatMap { offer in
            offer.prices.sorted { $0.key < $1.key }.map { days, price in
                OfferRecord(
                    account: account.name, kind: "rental", offer: offer.id, name: offer.name,
                    country: CountryCodes.code(of: offer) ?? offer.region, days: days,
                    price: price.decimal, currency: price.currency, stock: nil,
                    note: note(offer, days: days))
            }
        }
    }

    private func note(_ offer: RentalOffer, days: Int) -> String {
        var notes = [offer.isExtendable ? "extendable" : "not extendable"]
        if let terms = offer.refundTerms { notes.append(terms.note(days: days)) }
        if !offer.singleServicePrices.isEmpty { notes.append("cheaper for one service") }
        return notes.joined(separator: ", ")
    }

}

extension OfferRecord {
    init(_ market: MarketOffer, isOfPool: Bool = false) {
        let offer = market.offer
        self.init(
            account: market.account.name, kind: "activation", offer: market.service.name,
            name: market.service.name, country: market.place, price: offer.price.decimal,
            currency: offer.price.currency, stock: offer.stock)
        if isOfPool {
            pool = offer.pool
            poolName = offer.poolName
        }
        tell(market.prospect)
    }

    init(_ market: MarketCountry) {
        let suggested = market.suggested
        self.init(
            account: market.account.name, kind: "activation", offer: market.service.name,
            name: market.service.name, country: suggested.country.code ?? suggested.country.name,
            price: suggested.price?.decimal, currency: suggested.price?.currency,
            stock: suggested.stock, note: suggested.country.name)
        tell(market.prospect)
    }

    private mutating func tell(_ prospect: Prospect) {
        success = prospect.reported.map { Int(($0 * 100).rounded()) }
        costPerCode = prospect.costPerCode?.decimal
        guard prospect.own.orders > 0 else { return }
        ownOrders = prospect.own.orders
        ownCodes = prospect.own.codes
        medianWait = prospect.own.medianWait.map { Int($0.wholeSeconds) }
    }
}
