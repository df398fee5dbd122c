package import Lines
import Transport

/// Buys a number for one service.
extension VirtualSMS {
    /// The order is made once. If there is a price limit, the price is requested first, because the
    /// protocol has no limit; an increase in between cannot be refused. An error before the order
    /// leaves no doubt, because nothing was bought.
    package func order(
        _ order: ActivationOrder
    ) async throws(ProviderError) -> Answer<Purchase> {
        try refusePool(order.pool)
        if let most = order.maxPrice { try await requirePrice(of: order, atMost: most) }
        do throws(ProviderError) {
            let answer = try await ask(
                .purchase,
                body: .body(["service": .string(order.service), "country": .string(order.country)]))
            guard let bought = answer.order(answer.inner("order")) else {
                throw answer.unrecognised
            }
            return answer.answer(purchase(bought))
        } catch .outOfStock(let words) {
            throw await notSold(order) ?? .outOfStock(words)
        }
    }

    private func purchase(_ order: VirtualSMSOrder) -> Purchase {
        var purchase = Purchase(providerID: order.reading.providerID, number: order.reading.number)
        purchase.country = order.reading.country
        purchase.service = order.reading.service
        purchase.price = order.reading.price
        purchase.expiresAt = order.reading.status.expiresAt
        purchase.cancellableFrom = order.cancellableFrom
        return purchase
    }

    private func requirePrice(
        of order: ActivationOrder, atMost most: Money
    ) async throws(ProviderError) {
        let price: Money
        do throws(ProviderError) {
            price = try await self.price(service: order.service, country: order.country).value
        } catch {
            guard error.leavesDoubt else { throw error }
            let host = HTTPCall(.get, root).host
            throw .transport(
                .unreachable(host: host, reason: "no price was received; nothing was bought"))
        }
        // Prices in another currency cannot be compared and count as too high.
        guard price.currency == most.currency, !price.isMore(than: most) else {
            throw .nothingBelow(maxPrice: most)
        }
    }

    /// A pair that is never sold is refused in the same words as one that is sold out. The
    /// catalogue tells them apart; if it does not answer, the refusal stands as it is.
    private func notSold(_ order: ActivationOrder) async -> ProviderError? {
        guard let there = try? await stock(of: order.service).value, !there.isEmpty else {
            return nil
        }
        let wanted = order.country.lowercased()
        guard !there.contains(where: { $0.country.id.lowercased() == wanted }) else { return nil }
        return .notInCountry(
            suggested: there.filter { ($0.count ?? 1) > 0 }.map(\.country.name))
    }
}
