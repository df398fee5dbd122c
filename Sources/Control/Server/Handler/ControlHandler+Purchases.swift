import Keeping
import Lines
import Providers

/// Offers, quotes and purchases.
extension ControlHandler {
    func quote(_ request: QuoteActivation) async throws -> QuoteRecord {
        QuoteRecord(try await commands.quote(try purchaseRequest(request.order)))
    }

    func order(_ request: OrderActivation) async throws -> OutcomeRecord {
        try await outcome(try await commands.order(try purchaseRequest(request), origin: "console"))
    }

    func quote(_ request: QuoteRental) async throws -> QuoteRecord {
        QuoteRecord(try await commands.quote(try purchaseRequest(request.order)))
    }

    func rent(_ request: RentLine) async throws -> OutcomeRecord {
        try await outcome(try await commands.rent(try purchaseRequest(request), origin: "console"))
    }

    func quote(_ request: QuoteAgain) async throws -> QuoteRecord {
        QuoteRecord(try await commands.quoteAgain(try await keeper.line(request.line)))
    }

    func orderAgain(_ request: OrderAgain) async throws -> OutcomeRecord {
        let line = try await keeper.line(request.line)
        return try await outcome(
            try await commands.orderAgain(
                line, maxPrice: try money(request.maxPrice), origin: "console"))
    }

    private func purchaseRequest(_ request: OrderActivation) throws -> ActivationRequest {
        var purchaseRequest = ActivationRequest(service: request.service, country: request.country)
        purchaseRequest.account = request.account
        purchaseRequest.pool = request.pool
        purchaseRequest.maxPrice = try money(request.maxPrice)
        return purchaseRequest
    }

    private func purchaseRequest(_ request: RentLine) throws -> RentalRequest {
        var purchaseRequest = RentalRequest(offer: request.offer, days: try days(request.days))
        purchaseRequest.service = request.service
        purchaseRequest.account = request.account
        purchaseRequest.maxPrice = try money(request.maxPrice)
        return purchaseRequest
    }

    func offers(_ request: ListOffers) async throws -> Gathered<OfferRecord> {
        let country = request.country
        guard let service = request.service else {
            return try await gather(
                from: try await keeper.accounts(offering: .rent, named: request.account)
            ) { try await rentals($0, country) }
        }
        let operation: Capabilities.Operation = country == nil ? .suggest : .order
        return try await gather(
            from: try await keeper.accounts(offering: operation, named: request.account)
        ) { try await activations($0, service, country) }
    }

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

    private func activations(
        _ account: Account, _ text: String, _ country: String?
    ) async throws -> [OfferRecord] {
        let lists = try await commands.lists(of: account)
        let service = try lists.service(text)
        if let country {
            let country = try lists.country(country)
            let offer = try await commands.offer(account, service: service.id, country: country.id)
            return [
                OfferRecord(
                    account: account.name, kind: "activation", offer: service.name,
                    name: service.name, country: country.code ?? country.name, days: nil,
                    price: offer.price.decimal, currency: offer.price.currency,
                    stock: offer.stock,
                    note: offer.successRate.map { "\(Int(min(max($0, 0), 100))) % success" })
            ]
        }
        return try await commands.suggestions(account, service: service.id).map { suggestion in
            OfferRecord(
                account: account.name, kind: "activation", offer: service.name,
                name: service.name, country: suggestion.country.code ?? suggestion.country.name,
                days: nil, price: suggestion.price?.decimal,
                currency: suggestion.price?.currency, stock: nil,
                note: suggestion.country.name)
        }
    }

    func catalogue(_ request: ListCatalogue) async throws -> Gathered<CatalogueRecord> {
        guard ["services", "countries"].contains(request.kind) else {
            throw ControlFailure(.usage, "The catalogue has services and countries.")
        }
        return try await gather(
            from: try await keeper.accounts(offering: .catalogue, named: request.account)
        ) { account in
            let lists = try await commands.lists(of: account)
            let word = request.matching ?? ""
            return request.kind == "services"
                ? lists.services(matching: word).map {
                    CatalogueRecord(account: account.name, id: $0.id, name: $0.name, code: nil)
                }
                : lists.countries(matching: word).map {
                    CatalogueRecord(account: account.name, id: $0.id, name: $0.name, code: $0.code)
                }
        }
    }
}
