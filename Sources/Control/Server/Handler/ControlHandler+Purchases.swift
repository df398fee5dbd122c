import Accounts
import Keeping
import Lines
import Providers
import Running

/// Quotes and purchases.
extension ControlHandler {
    func check(_ request: CheckPurchase) async throws -> Done {
        let sold: [String: Capabilities.Operation] = [
            "order": .order, "call": .call, "share": .share, "rent": .rent,
        ]
        guard let what = sold[request.what] else {
            throw ControlFailure(.usage, "\(request.what) is nothing that is sold.")
        }
        let accounts = try await keeper.accounts(offering: what, named: request.account)
        return Done("\(accounts.map(\.name).joined(separator: ", ")) may sell it.")
    }

    func quote(_ request: QuoteActivation) async throws -> QuoteRecord {
        if let line = request.order.line {
            return QuoteRecord(
                try await commands.quote(
                    request.order.service, besides: try await keeper.line(line)))
        }
        if let shared = try sharedRequest(request.order) {
            return QuoteRecord(try await commands.quote(shared))
        }
        var purchase = try purchaseRequest(request.order)
        purchase.tries = request.tries ?? 1
        guard (1...ActivationRequest.mostTries).contains(purchase.tries) else {
            throw ControlFailure(
                .usage, "One order tries 1 to \(ActivationRequest.mostTries) offers.")
        }
        return QuoteRecord(try await commands.quote(purchase))
    }

    func order(_ request: OrderActivation) async throws -> OutcomeRecord {
        do {
            if let line = request.line {
                return try await outcome(
                    try await commands.order(
                        request.service, besides: try await keeper.line(line),
                        maxPrice: try money(request.maxPrice), origin: "console"))
            }
            if let shared = try sharedRequest(request) {
                return try await outcome(try await commands.order(shared, origin: "console"))
            }
            return try await outcome(
                try await commands.order(try purchaseRequest(request), origin: "console"))
        } catch let error as ProviderError where error.isOfOffer {
            throw ControlFailure(.unavailable, error.description)
        } catch let error as KeeperError {
            guard case .dearer = error else { throw error }
            throw ControlFailure(.unavailable, error.description)
        }
    }

    func quote(_ request: QuoteRental) async throws -> QuoteRecord {
        QuoteRecord(try await commands.quote(try purchaseRequest(request.order)))
    }

    func rent(_ request: RentLine) async throws -> OutcomeRecord {
        try await outcome(try await commands.rent(try purchaseRequest(request), origin: "console"))
    }

    func quote(_ request: QuoteResend) async throws -> QuoteRecord {
        QuoteRecord(try await commands.quoteResend(of: try await keeper.line(request.line)))
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

    /// Nil for an order of one service.
    private func sharedRequest(_ request: OrderActivation) throws -> SharedRequest? {
        guard let more = request.more else { return nil }
        var shared = SharedRequest(services: [request.service] + more, country: request.country)
        shared.account = request.account
        shared.pool = request.pool
        shared.maxPrice = try money(request.maxPrice)
        return shared
    }

    private func purchaseRequest(_ request: OrderActivation) throws -> ActivationRequest {
        var purchaseRequest = ActivationRequest(service: request.service, country: request.country)
        purchaseRequest.account = request.account
        purchaseRequest.pool = request.pool
        purchaseRequest.maxPrice = try money(request.maxPrice)
        purchaseRequest.preference = try preference(request.prefer)
        purchaseRequest.area = request.area
        if let word = request.kind {
            guard let kind = MessageKind(rawValue: word) else {
                throw ControlFailure(.usage, "A code comes by sms or call, not \(word).")
            }
            purchaseRequest.kind = kind
        }
        return purchaseRequest
    }

    func preference(_ word: String?) throws -> OfferPreference? {
        guard let word else { return nil }
        guard let preference = OfferPreference(rawValue: word) else {
            throw ControlFailure(.usage, "Prefer price or success, not \(word).")
        }
        return preference
    }

    private func purchaseRequest(_ request: RentLine) throws -> RentalRequest {
        var purchaseRequest = RentalRequest(offer: request.offer, days: try days(request.days))
        purchaseRequest.service = request.service
        purchaseRequest.account = request.account
        purchaseRequest.maxPrice = try money(request.maxPrice)
        return purchaseRequest
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
