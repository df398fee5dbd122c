/// Offers: rentals, or activations of a service.
package struct ListOffers: ControlRequest {
    package static let name = "offers"
    package typealias Reply = Gathered<OfferRecord>
    package var account: String?
    /// Activations of this service; without it rentals are listed.
    package var service: String?
    package var country: String?
    package var rentals: Bool
    /// Each pool of a service in a country.
    package var pools: Bool?
    /// Of the pools, where stock and success are asked for some of them at once: 1 for the first.
    package var page: Int?
    /// Every service sold in the country.
    package var services: Bool?
    /// What the order of activations depends on most: `price` or `success`.
    package var prefer: String?

    package init() { rentals = false }
}

/// The services or countries of an account, for selection and completion.
package struct ListCatalogue: ControlRequest {
    package static let name = "catalogue"
    package typealias Reply = Gathered<CatalogueRecord>
    /// `services` or `countries`.
    package var kind: String
    package var account: String?
    /// Only names or codes that contain this.
    package var matching: String?

    package init(kind: String) { self.kind = kind }
}

/// A service or country with the provider's id.
package struct CatalogueRecord: Codable, Equatable, Sendable {
    package var account: String
    package var id: String
    package var name: String
    package var code: String?
}

/// Orders one activation, given names, codes or provider ids; or several services on one number.
package struct OrderActivation: ControlRequest {
    package static let name = "order"
    package typealias Reply = OutcomeRecord
    package var isQuestion: Bool { false }
    package var movesMoney: Bool { true }
    package var service: String
    package var country: String
    package var account: String?
    package var pool: String?
    /// The maximum price, as a decimal.
    package var maxPrice: String?
    /// What matters most in the choice: `price` or `success`.
    package var prefer: String?
    /// The area code that the number should have.
    package var area: String?
    /// How the code is to come: `sms` or `call`.
    package var kind: String?
    /// More services on the same number, paid for together.
    package var more: [String]?
    /// The line on whose number the service is ordered; then `country` is not read.
    package var line: String?

    package init(service: String, country: String) {
        self.service = service
        self.country = country
    }
}

/// Orders the number of an ended line again.
package struct OrderAgain: ControlRequest {
    package static let name = "again"
    package typealias Reply = OutcomeRecord
    package var isQuestion: Bool { false }
    package var movesMoney: Bool { true }
    package var line: String
    /// The maximum price, as a decimal.
    package var maxPrice: String?

    package init(line: String) { self.line = line }
}

/// The price of ordering it again; buys nothing.
package struct QuoteAgain: ControlRequest {
    package static let name = "again/quote"
    package typealias Reply = QuoteRecord
    package var line: String

    package init(line: String) { self.line = line }
}

/// The price of an activation; buys nothing.
package struct QuoteActivation: ControlRequest {
    package static let name = "order/quote"
    package typealias Reply = QuoteRecord
    package var order: OrderActivation
    /// How many offers are to be tried one after the other, at most 3; nil for one.
    package var tries: Int?

    package init(_ order: OrderActivation, tries: Int = 1) {
        self.order = order
        self.tries = tries > 1 ? tries : nil
    }
}

/// Buys one rental.
package struct RentLine: ControlRequest {
    package static let name = "rent"
    package typealias Reply = OutcomeRecord
    package var isQuestion: Bool { false }
    package var movesMoney: Bool { true }
    /// An offer's id, or the beginning of its name.
    package var offer: String
    package var days: Int
    package var service: String?
    package var account: String?
    /// The price the person agreed to, as a decimal.
    package var maxPrice: String?

    package init(offer: String, days: Int) {
        self.offer = offer
        self.days = days
    }
}

/// The price of a rental; buys nothing.
package struct QuoteRental: ControlRequest {
    package static let name = "rent/quote"
    package typealias Reply = QuoteRecord
    package var order: RentLine

    package init(_ order: RentLine) { self.order = order }
}

/// Whether any account can sell something, without a question to a provider.
package struct CheckPurchase: ControlRequest {
    package static let name = "purchase/check"
    package typealias Reply = Done
    /// `order`, `call`, `share` or `rent`.
    package var what: String
    package var account: String?

    package init(_ what: String, account: String?) {
        self.what = what
        self.account = account
    }
}
