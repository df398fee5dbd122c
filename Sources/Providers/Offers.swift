package import Lines

/// A country as a provider lists it.
package struct Country: Equatable, Sendable {
    /// The provider's own id, sent back to it in orders.
    package var id: String
    package var name: String
    /// ISO 3166 two-letter code, where the provider tells it.
    package var code: String?
    package var region: String?

    package init(id: String, name: String, code: String? = nil, region: String? = nil) {
        self.id = id
        self.name = name
        self.code = code
        self.region = region
    }
}

/// A service as a provider lists it.
package struct Service: Equatable, Sendable {
    package var id: String
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A service in a country, at a price.
package struct ActivationOffer: Equatable, Sendable {
    package var price: Money
    /// What the best-delivering source costs, where it differs.
    package var highPrice: Money?
    /// Percent of orders that got their SMS, 0 to 100.
    package var successRate: Double?
    /// Numbers in stock; nil when the provider does not say.
    package var stock: Int?

    package init(
        price: Money, highPrice: Money? = nil, successRate: Double? = nil, stock: Int? = nil
    ) {
        self.price = price
        self.highPrice = highPrice
        self.successRate = successRate
        self.stock = stock
    }
}

/// A country a provider suggests for a service.
package struct SuggestedCountry: Equatable, Sendable {
    package var country: Country
    package var price: Money?

    package init(country: Country, price: Money?) {
        self.country = country
        self.price = price
    }
}

/// A rental product with its terms and prices.
package struct RentalOffer: Equatable, Sendable {
    package var id: String
    package var name: String
    package var region: String?
    /// ISO 3166 code of where its numbers are from, where the provider tells it.
    package var country: String?
    /// Price by number of days.
    package var prices: [Int: Money]
    /// Price by number of days when it serves one service only.
    package var singleServicePrices: [Int: Money]
    /// Price by number of days of extending one that serves one service only; empty where it is the
    /// same.
    package var singleServiceExtensions: [Int: Money]
    package var isExtendable: Bool
    package var refundTerms: RefundTerms?

    package init(
        id: String, name: String, region: String? = nil, country: String? = nil,
        prices: [Int: Money], singleServicePrices: [Int: Money] = [:],
        singleServiceExtensions: [Int: Money] = [:], isExtendable: Bool,
        refundTerms: RefundTerms? = nil
    ) {
        self.id = id
        self.name = name
        self.region = region
        self.country = country
        self.prices = prices
        self.singleServicePrices = singleServicePrices
        self.singleServiceExtensions = singleServiceExtensions
        self.isExtendable = isExtendable
        self.refundTerms = refundTerms
    }
}

extension RentalOffer {
    /// What so many days cost; nil where they are not sold.
    package func price(days: Int, isSingle: Bool) -> Money? { prices(isSingle: isSingle)[days] }

    package func prices(isSingle: Bool) -> [Int: Money] {
        isSingle && !singleServicePrices.isEmpty ? singleServicePrices : prices
    }

    /// What more days cost, where the offer tells it.
    package func extensionPrices(isSingle: Bool) -> [Int: Money] {
        isSingle && !singleServiceExtensions.isEmpty
            ? singleServiceExtensions : prices(isSingle: isSingle)
    }
}

/// A request for one activation. Ids are the provider's own.
package struct ActivationOrder: Equatable, Sendable {
    package var service: String
    package var country: String
    package var pool: String?
    /// The most it may cost; the provider refuses rather than charge more.
    package var maxPrice: Money?

    package init(service: String, country: String, pool: String? = nil, maxPrice: Money? = nil) {
        self.service = service
        self.country = country
        self.pool = pool
        self.maxPrice = maxPrice
    }
}

/// A request for a rental of one of the offered numbers of days.
package struct RentalOrder: Equatable, Sendable {
    package var offer: String
    package var days: Int
    package var service: String?

    package init(offer: String, days: Int, service: String? = nil) {
        self.offer = offer
        self.days = days
        self.service = service
    }
}
