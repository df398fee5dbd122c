package import Lines

/// The price of one operator for a service in a country: the smallest unit that 1001SMS sells.
package struct SMS1001Price: Equatable, Sendable {
    /// Nil if the answer names none; then the provider chooses.
    package var operatorName: String?
    package var price: Money
    /// Numbers in stock; nil if it is not given.
    package var stock: Int?
    /// Percentage of orders that received their SMS, 0 to 100.
    package var deliverability: Double?
    /// The supplier, under its alias: `EXTRA`, `MAIN` or `EXTRA 2`.
    package var alias: String

    package init(
        operatorName: String?, price: Money, stock: Int?, deliverability: Double?, alias: String
    ) {
        self.operatorName = operatorName
        self.price = price
        self.stock = stock
        self.deliverability = deliverability
        self.alias = alias
    }

    package var isInStock: Bool { stock.map { $0 > 0 } ?? true }

    /// The pool name for exactly this price: `MAIN/Foxtrot`.
    package var pool: String { operatorName.map { "\(alias)/\($0)" } ?? alias }

    /// Whether a pool name matches: the alias, the operator, or both with a slash.
    func isMeant(by pool: String) -> Bool {
        [alias, operatorName, self.pool].contains { $0?.lowercased() == pool.trimmed.lowercased() }
    }
}

extension SMS1001Price {
    /// The prices that match a pool name, cheapest first.
    ///
    /// - Throws: `badRequest` with the valid names if none matches.
    static func meant(
        by pool: String, among sold: [SMS1001Price]
    ) throws(ProviderError) -> [SMS1001Price] {
        let meant = sold.filter { $0.isMeant(by: pool) }
        guard meant.isEmpty, !sold.isEmpty else { return meant }
        let pools = sold.prefix(20).map(\.pool).joined(separator: ", ")
        throw .badRequest(["No pool has that name; known: \(pools)"])
    }

    /// The best of these, which come cheapest first: the cheapest, or the one that delivers best.
    static func preferred(
        among sold: [SMS1001Price], by preference: OfferPreference?
    ) -> SMS1001Price? {
        guard preference == .success else { return sold.first }
        var best = sold.first
        for price in sold where (price.deliverability ?? 0) > (best?.deliverability ?? 0) {
            best = price
        }
        return best
    }

    /// The same in the terms common to all providers.
    func offer(highPrice: Money? = nil) -> ActivationOffer {
        ActivationOffer(
            price: price, highPrice: highPrice, successRate: deliverability, stock: stock,
            pool: pool)
    }

    /// Nil for an entry that cannot be ordered: without a price, or without the alias that an order
    /// must name.
    init?(_ entry: JSONValue) {
        guard let price = entry.price("price"),
            let alias = entry.text("provider")
        else { return nil }
        self.init(
            operatorName: entry.text("operator", "operatorName"), price: price,
            stock: entry.integer("count").map { Int(clamping: max(0, $0)) },
            deliverability: entry.fraction("deliverability")
                .flatMap { (0...100).contains($0) ? $0 : nil },
            alias: alias)
    }

    /// Cheapest first; at equal prices the better deliverability.
    static func isBetter(_ left: SMS1001Price, than right: SMS1001Price) -> Bool {
        if left.price == right.price {
            return (left.deliverability ?? 0) > (right.deliverability ?? 0)
        }
        return right.price.isMore(than: left.price)
    }
}

/// The prices of one service in one country, from an answer about several.
package struct SMS1001Market: Equatable, Sendable {
    package var country: Country
    package var service: Service
    /// Cheapest first.
    package var prices: [SMS1001Price]

    package init(country: Country, service: Service, prices: [SMS1001Price]) {
        self.country = country
        self.service = service
        self.prices = prices
    }
}
