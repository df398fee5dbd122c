package import Lines

/// What one operator asks for a service in a country: the smallest thing 1001SMS sells.
package struct SMS1001Price: Equatable, Sendable {
    /// Nil where an answer names none; then the provider chooses.
    package var operatorName: String?
    package var price: Money
    /// Numbers in stock; nil where it is not told.
    package var stock: Int?
    /// Percent of orders that got their SMS, 0 to 100.
    package var deliverability: Double?
    /// The provider behind it, by the alias it is sold under: `EXTRA`, `MAIN` or `EXTRA 2`.
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

    /// How it is asked for by one who wants just this: `MAIN/Foxtrot`.
    package var pool: String { operatorName.map { "\(alias)/\($0)" } ?? alias }

    /// Whether it is what somebody named: the alias, the operator, or both with a slash.
    func isMeant(by pool: String) -> Bool {
        [alias, operatorName, self.pool].contains { $0?.lowercased() == pool.trimmed.lowercased() }
    }
}

extension SMS1001Price {
    /// Those that somebody named, cheapest first.
    ///
    /// - Throws: `badRequest` with the names there are where none is.
    static func meant(
        by pool: String, among sold: [SMS1001Price]
    ) throws(ProviderError) -> [SMS1001Price] {
        let meant = sold.filter { $0.isMeant(by: pool) }
        guard meant.isEmpty, !sold.isEmpty else { return meant }
        let pools = sold.prefix(20).map(\.pool).joined(separator: ", ")
        throw .badRequest(["It is not sold there under that name; there are: \(pools)"])
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

    /// Cheapest first; of equal prices the one that delivers better.
    static func isBetter(_ left: SMS1001Price, than right: SMS1001Price) -> Bool {
        if left.price == right.price {
            return (left.deliverability ?? 0) > (right.deliverability ?? 0)
        }
        return right.price.isMore(than: left.price)
    }
}

/// The prices of one service in one country, in an answer that lists more than one of either.
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
