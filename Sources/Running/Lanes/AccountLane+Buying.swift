import Accounts
import Keeping
import Lines
import Providers
import Transport

/// Carries out purchases, with the checks before them.
extension AccountLane {
    func carryOut(_ action: OpenAction, on line: Line) async throws -> ActionOutcome {
        // Each try has its own idempotency key: for a known one, a provider may repeat its first
        // answer.
        let provider = provider.naming("\(action.key)-\(action.attempts)")
        let details = action.details
        switch action.kind {
        case .order:
            guard let service = details.service, let country = details.country else {
                return .declined("The order has no service or country.")
            }
            let order = ActivationOrder(
                service: service, country: country, pool: details.pool,
                maxPrice: details.maxPrice, preference: details.preference, area: details.area)
            guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
            if let before = details.again { return try await orderAgain(before, details, provider) }
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.order(order)
            }
        case .rent:
            guard let offer = details.offer, let days = details.days else {
                return .declined("The order has no offer or days.")
            }
            let order = RentalOrder(offer: offer, days: days, service: details.service)
            if let dearer = await priceNow(of: order, details) { return dearer }
            guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.rent(order)
            }
        case .wake, .finish, .extend, .refund, .cancel, .resend, .swap, .forward:
            guard let id = line.providerID else {
                return .declined("The line has no provider id yet.")
            }
            return try await carryOut(action, on: line, id, provider)
        }
    }

    /// The call that buys a rental has no price limit, so the price is asked for again right before
    /// it. Nil if it may be bought.
    private func priceNow(of order: RentalOrder, _ details: ActionDetails) async -> ActionOutcome? {
        guard let most = details.maxPrice ?? details.price else { return nil }
        await keeper.owe(2, on: name)
        let offer = await call { () async throws(ProviderError) in
            try await provider.rentalOffer(order.offer)
        }
        switch offer {
        // Only the price was asked for: nothing was bought.
        case .failure(let error):
            if case .notOffered = error.meaning { return nil }
            return .unready(error.description)
        case .success(nil): return .failed(.unknownOffer)
        case .success(let offer?):
            guard let price = offer.price(days: order.days, isSingle: order.service != nil) else {
                return .failed(.wrongDays(available: offer.prices.keys.sorted()))
            }
            guard price.isMore(than: most) else { return nil }
            return .declined(
                "Nothing was bought: the price is now \(price), above the agreed \(most).")
        }
    }

    /// The call has no price limit, so the price is asked for again right before it.
    private func orderAgain(
        _ before: String, _ details: ActionDetails, _ provider: any Provider
    ) async throws -> ActionOutcome {
        let price = await call { () async throws(ProviderError) in
            try await provider.againPrice(of: before)
        }
        switch price {
        case .failure(let error): return .failed(error)
        case .success(let price):
            if let price, let most = details.maxPrice, price.isMore(than: most) {
                return .failed(.nothingBelow(maxPrice: most))
            }
        }
        return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
            try await provider.again(before)
        }
    }
}
