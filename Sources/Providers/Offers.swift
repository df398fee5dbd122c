package import Lines

/// A country in a provider's list.
package struct Country: Equatable, Sendable {
    /// The provider's own id, used in orders.
    package var id: String
    package var name: String
    /// ISO 3166 two-letter code, if the provider gives one.
    package var code: String?
    package var region: String?

    package init(id: String, name: String, code: String? = nil, region: String? = nil) {
        self.id = id
        self.name = name
        self.code = code
        self.region = region
    }
}

/// A service in a provider's list.
package struct Service: Equatable, Sendable {
    package var id: String
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A service in a country, with its price.
package struct ActivationOffer: Equatable, Sendable {
    package var price: Money
    /// The price of the source that delivers best, if different.
    package var highPrice: Money?
    /// Percentage of orders that received their SMS, 0 to 100.
    package var successRate: Double?
    /// Numbers in stock; nil if the provider does not say.
    package var stock: Int?
    /// The word by which an order names this source of numbers, if it is known.
    package var pool: String?
    /// A name of the source for people, if it differs.
    package var poolName: String?

    package init(
        price: Money, highPrice: Money? = nil, successRate: Double? = nil, stock: Int? = nil,
        pool: String? = nil, poolName: String? = nil
    ) {
        self.price = price
        self.highPrice = highPrice
        self.successRate = successRate
        self.stock = stock
        self.pool = pool
        self.poolName = poolName
    }
}

/// A service sold in a country, with the best offer there.
package struct ServiceOffer: Equatable, Sendable {
    package var service: Service
    package var offer: ActivationOffer

    package init(service: Service, offer: ActivationOffer) {
        self.service = service
        self.offer = offer
    }
}

/// A country a provider suggests for a service.
package struct SuggestedCountry: Equatable, Sendable {
    package var country: Country
    package var price: Money?
    /// Numbers in stock; nil if the provider does not say.
    package var stock: Int?
    /// Percentage of orders that received their SMS, 0 to 100.
    package var successRate: Double?

    package init(
        country: Country, price: Money?, stock: Int? = nil, successRate: Double? = nil
    ) {
        self.country = country
        self.price = price
        self.stock = stock
        self.successRate = successRate
    }
}

/// A rental product with its terms and prices.
package struct RentalOffer: Equatable, Sendable {
    package var id: String
    package var name: String
    package var region: String?
    /// ISO 3166 code of the country its numbers are from, if the provider gives one.
    package var country: String?
    /// Price by number of days.
    package var prices: [Int: Money]
    /// Price by number of days for a rental of a single service.
    package var singleServicePrices: [Int: Money]
    /// Price by number of days for extending a rental of a single service; empty if it is the same.
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
    /// The price for this many days; nil if they are not sold.
    package func price(days: Int, isSingle: Bool) -> Money? { prices(isSingle: isSingle)[days] }

    package func prices(isSingle: Bool) -> [Int: Money] {
        isSingle && !singleServicePrices.isEmpty ? singleServicePrices : prices
    }

    /// The price of additional days, if the offer contains it.
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
    /// The maximum price; the provider refuses rather than charge more.
    package var maxPrice: Money?
    /// How the provider chooses the source if no pool is named; nil leaves it to the provider.
    package var preference: OfferPreference?
    /// The area code that the number should have.
    package var area: String?
    /// How the code is to come; nil for the provider's usual way, an SMS.
    package var kind: MessageKind?

    package init(
        service: String, country: String, pool: String? = nil, maxPrice: Money? = nil,
        preference: OfferPreference? = nil, area: String? = nil, kind: MessageKind? = nil
    ) {
        self.kind = kind
        self.service = service
        self.country = country
        self.pool = pool
        self.maxPrice = maxPrice
        self.preference = preference
        self.area = area
    }
}

/// A request for several services on one number. Ids are the provider's own.
package struct SharedOrder: Equatable, Sendable {
    package var services: [String]
    package var country: String
    package var pool: String?

    package init(services: [String], country: String, pool: String? = nil) {
        self.services = services
        self.country = country
        self.pool = pool
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
