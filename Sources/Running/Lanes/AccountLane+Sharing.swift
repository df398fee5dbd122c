import Accounts
import Keeping
import Lines
import Providers
import Transport

/// Buys several services on one number: all at once, or one more on a number that is held.
extension AccountLane {
    func share(
        _ action: OpenAction, _ order: ActivationOrder, _ provider: any Provider
    ) async throws -> ActionOutcome {
        let details = action.details
        let services = details.shared?.map(\.id) ?? [order.service]
        if let obstacle = await priceNow(of: services, order, details) { return obstacle }
        guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
        return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
            if let host = details.besides {
                return try await provider.order(order.service, besides: host)
            }
            return try await provider.order(
                SharedOrder(services: services, country: order.country, pool: order.pool))
        }
    }

    /// Neither call has a price limit, so the prices are asked for again right before it. Nil if it
    /// may be made.
    private func priceNow(
        of services: [String], _ order: ActivationOrder, _ details: ActionDetails
    ) async -> ActionOutcome? {
        guard let most = details.maxPrice ?? details.price else { return nil }
        await keeper.owe(services.count, on: name)
        var total: Money?
        for service in services {
            let offer = await call { () async throws(ProviderError) in
                try await provider.activationOffer(
                    service: service, country: order.country, pool: order.pool)
            }
            switch offer {
            // Only a price was asked for: nothing was bought.
            case .failure(let error): return .unready(error.description)
            case .success(let offer): total = total.map { $0 + offer.price } ?? offer.price
            }
        }
        guard let total, total.isMore(than: most) else { return nil }
        return .declined(
            "Nothing was bought: the price is now \(total), above the agreed \(most).")
    }
}
