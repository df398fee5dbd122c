package import Lines
import Transport

/// Buys a number in two requests: the price list of operators, then the order, which must name its
/// operator.
extension SMS1001 {
    /// The order is made once. An error before it leaves no doubt, because nothing was bought.
    ///
    /// The provider takes no price limit. The limit is therefore compared with the price list right
    /// before the order, and the order names the operator, so that no dearer one replaces it.
    package func order(
        _ order: ActivationOrder
    ) async throws(ProviderError) -> Answer<Purchase> {
        let choice = try await choice(for: order)
        var fields = [
            ("country", order.country), ("service", order.service), ("provider", choice.alias),
            ("purchaseType", "activation"),
        ]
        if let name = choice.operatorName { fields.append(("operator", name)) }
        do throws(ProviderError) {
            let answer = try await ask(.order, fields)
            guard let id = answer.data.orderID else { throw answer.unrecognised }
            return answer.answer(purchase(id, answer))
        } catch {
            guard case .insufficientBalance(let price, let balance) = error.meaning else {
                throw error
            }
            throw .insufficientBalance(price: price ?? choice.price, balance: balance)
                .quoting(error.words)
        }
    }

    private func purchase(_ id: String, _ answer: SMS1001Answer) -> Purchase {
        let order = answer.data
        var purchase = Purchase(
            providerID: id, number: PhoneNumber.international(order.text("phoneNumber")))
        purchase.country = answer.code(of: order, "countryCode") ?? order.text("countryName")
        purchase.service = order.text("serviceName", "serviceId")
        purchase.price = order.price("price")
        purchase.pool = order.text("provider").map { alias in
            order.text("operatorName").map { "\(alias)/\($0)" } ?? alias
        }
        purchase.expiresAt = order.instant("expiresAt", zone: timeZone)
        return purchase
    }

    /// The preferred one of the matching operators in stock whose price is within the limit.
    private func choice(
        for order: ActivationOrder
    ) async throws(ProviderError) -> SMS1001Price {
        let sold = try await beforehand { () async throws(ProviderError) in
            try await prices(service: order.service, country: order.country)
        }
        guard !sold.isEmpty else { throw await notSold(order.service) }
        let named = try order.pool.map { name throws(ProviderError) in
            try SMS1001Price.meant(by: name, among: sold)
        }
        let inStock = (named ?? sold).filter(\.isInStock)
        guard let cheapest = inStock.first else { throw .outOfStock("") }
        guard let most = order.maxPrice else {
            return SMS1001Price.preferred(among: inStock, by: order.preference) ?? cheapest
        }
        let within = inStock.filter { isAtMost(most, $0.price) }
        guard let best = SMS1001Price.preferred(among: within, by: order.preference) else {
            throw .nothingBelow(maxPrice: most)
        }
        return best
    }

    /// Prices in another currency cannot be compared and count as too high.
    private func isAtMost(_ most: Money, _ price: Money) -> Bool {
        price.currency == most.currency && !price.isMore(than: most)
    }

    private func notSold(_ service: String) async -> ProviderError {
        do throws(ProviderError) {
            let others = try await suggestedCountries(service: service).value
            return .notInCountry(suggested: others.map(\.country.name))
        } catch {
            // Suggesting other countries is a courtesy; that it is not sold here is certain.
            return .notInCountry(suggested: [])
        }
    }

    /// An answer needed before a paid call. Without it the paid call is not made, so a lost answer
    /// must not look like a purchase that may have been made.
    private func beforehand<Value>(
        _ question: () async throws(ProviderError) -> Answer<Value>
    ) async throws(ProviderError) -> Value {
        do throws(ProviderError) {
            return try await question().value
        } catch {
            guard error.leavesDoubt else { throw error }
            let host = HTTPCall(.get, root).host
            throw .transport(
                .unreachable(host: host, reason: "no price list was received; nothing was bought"))
        }
    }
}
