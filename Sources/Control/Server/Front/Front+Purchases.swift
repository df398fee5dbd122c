import Keeping
import Lines
import Providers

/// Offers, quotes and purchases.
extension Front {
    func quote(_ request: QuoteActivation) async throws -> QuoteRecord {
        QuoteRecord(try await desk.quote(try wish(request.order)))
    }

    func order(_ request: OrderActivation) async throws -> OutcomeRecord {
        try await outcome(try await desk.order(try wish(request), origin: "console"))
    }

    func quote(_ request: QuoteRental) async throws -> QuoteRecord {
        QuoteRecord(try await desk.quote(try wish(request.order)))
    }

    func rent(_ request: RentLine) async throws -> OutcomeRecord {
        try await outcome(try await desk.rent(try wish(request), origin: "console"))
    }

    func quote(_ request: QuoteAgain) async throws -> QuoteRecord {
        QuoteRecord(try await desk.quoteAgain(try await keeper.line(request.line)))
    }

    func orderAgain(_ request: OrderAgain) async throws -> OutcomeRecord {
        let line = try await keeper.line(request.line)
        return try await outcome(
            try await desk.orderAgain(
                line, maxPrice: try money(request.maxPrice), origin: "console"))
    }

    private func wish(_ request: OrderActivation) throws -> ActivationWish {
        var wish = ActivationWish(service: request.service, country: request.country)
        wish.account = request.account
        wish.pool = request.pool
        wish.maxPrice = try money(request.maxPrice)
        return wish
    }

    private func wish(_ request: RentLine) throws -> RentalWish {
        var wish = RentalWish(offer: request.offer, days: try days(request.days))
        wish.service = request.service
        wish.account = request.account
        wish.maxPrice = try money(request.maxPrice)
        return wish
    }

    func offers(_ request: ListOffers) async throws -> [OfferRecord] {
        var records: [OfferRecord] = []
        guard let service = request.service else {
            for account in try await keeper.accounts(offering: .rent, named: request.account) {
                records += try await rentals(account, request.country)
            }
            return records
        }
        let operation: Capabilities.Operation = request.country == nil ? .suggest : .order
        let able = try await keeper.accounts(offering: operation, named: request.account)
        var obstacle: (any Error)?
        for account in able {
            // One that does not sell it, or does not answer, hides nobody else's price.
            do {
                records += try await activations(account, service, request.country)
            } catch {
                obstacle = obstacle ?? error
            }
        }
        if records.isEmpty, let obstacle { throw obstacle }
        return records
    }

    private func rentals(_ account: Account, _ country: String?) async throws -> [OfferRecord] {
        let wanted = country?.lowercased()
        return try await desk.rentals(of: account, now: true).rentals
            .filter { wanted == nil || $0.name.lowercased().contains(wanted ?? "") }
            .flatMap { offer in
                offer.prices.sorted { $0.key < $1.key }.map { days, price in
                    OfferRecord(
                        account: account.name, kind: "rental", offer: offer.id, name: offer.name,
                        country: offer.region, days: days, price: price.decimal,
                        currency: price.currency, stock: nil,
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

    private func activations(
        _ account: Account, _ text: String, _ country: String?
    ) async throws -> [OfferRecord] {
        let lists = try await desk.lists(of: account)
        let service = try lists.service(text)
        if let country {
            let country = try lists.country(country)
            let offer = try await desk.offer(account, service: service.id, country: country.id)
            return [
                OfferRecord(
                    account: account.name, kind: "activation", offer: service.name,
                    name: service.name, country: country.code ?? country.name, days: nil,
                    price: offer.price.decimal, currency: offer.price.currency,
                    stock: offer.stock,
                    note: offer.successRate.map { "\(Int(min(max($0, 0), 100))) % success" })
            ]
        }
        return try await desk.suggestions(account, service: service.id).map { suggestion in
            OfferRecord(
                account: account.name, kind: "activation", offer: service.name,
                name: service.name, country: suggestion.country.code ?? suggestion.country.name,
                days: nil, price: suggestion.price?.decimal,
                currency: suggestion.price?.currency, stock: nil,
                note: suggestion.country.name)
        }
    }

    func catalogue(_ request: ListCatalogue) async throws -> [CatalogueRecord] {
        guard ["services", "countries"].contains(request.kind) else {
            throw ControlFailure(.usage, "The catalogue has services and countries.")
        }
        var records: [CatalogueRecord] = []
        for account in try await keeper.accounts(offering: .catalogue, named: request.account) {
            let name = account.name
            let lists = try await desk.lists(of: account)
            records +=
                request.kind == "services"
                ? lists.services.map {
                    CatalogueRecord(account: name, id: $0.id, name: $0.name, code: nil)
                }
                : lists.countries.map {
                    CatalogueRecord(account: name, id: $0.id, name: $0.name, code: $0.code)
                }
        }
        guard let matching = request.matching?.lowercased(), !matching.isEmpty else {
            return records
        }
        return records.filter {
            $0.name.lowercased().contains(matching) || $0.code?.lowercased() == matching
        }
    }
}
