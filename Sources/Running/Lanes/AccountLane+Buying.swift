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
                maxPrice: details.maxPrice, preference: details.preference, area: details.area,
                kind: details.messageKind)
            if details.shared != nil || details.besides != nil {
                return try await share(action, order, provider)
            }
            guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
            if let before = details.again { return try await orderAgain(before, details, provider) }
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await buy(order, provider)
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
        case .wake, .finish, .extend, .refund, .cancel, .resend, .swap, .reset, .autoExtend,
            .forward:
            guard let id = line.providerID else {
                return .declined("The line has no provider id yet.")
            }
            return try await carryOut(action, on: line, id, provider)
        }
    }

    /// Buys, and repeats a purchase whose answer was lost if the provider is known to carry it out
    /// once under its name.
    ///
    /// Only a purchase in the second answer proves anything: the provider may refuse a name that was
    /// used, and may find no number left before it looks at the name. Then the lists must tell.
    private func buy(
        _ order: ActivationOrder, _ provider: any Provider
    ) async throws(ProviderError) -> Answer<Purchase> {
        do throws(ProviderError) {
            return try await provider.order(order)
        } catch {
            guard provider.capabilities.keepsOrderNames, error.leavesDoubt else { throw error }
            await keeper.owe(1, on: name)
            try? await world.sleep(Self.pauseBeforeRepeat)
            guard !Task.isCancelled, let answer = try? await provider.order(order) else {
                throw error
            }
            return answer
        }
    }

    private static let pauseBeforeRepeat = Duration.seconds(2)

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
