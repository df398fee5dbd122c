import Accounts
import Keeping
package import Lines

/// A price quoted before the purchase.
package struct Quote: Sendable {
    package var account: String
    package var what: String
    /// The pool that the order must name to get this price, if any.
    package var pool: String?
    package var price: Money?
    package var balance: Money?
    package var spendable: Money?
    package var refusal: String?
    /// Facts to know before buying.
    package var note: String?
    /// What would be bought next if this cannot be had, best first.
    package var others: [OrderChoice] = []
}

/// An offer that an order can name: the account, the pool, and the price.
package struct OrderChoice: Equatable, Sendable {
    package var account: String
    package var pool: String?
    package var what: String
    package var price: Money?

    package init(account: String, pool: String?, what: String, price: Money?) {
        self.account = account
        self.pool = pool
        self.what = what
        self.price = price
    }
}

/// An order for an activation, in a person's words.
package struct ActivationRequest: Sendable {
    package var service: String
    package var country: String
    package var account: String?
    package var pool: String?
    package var maxPrice: Money?
    package var preference: OfferPreference?
    /// The area code that the number should have.
    package var area: String?
    /// How the code is to come; nil for the provider's usual way.
    package var kind: MessageKind?
    /// How many offers may be tried one after the other.
    package var tries = 1

    /// The most offers that one order may try: this is one person's one login.
    package static let mostTries = 3

    package init(service: String, country: String) {
        self.service = service
        self.country = country
    }

    /// Whether every pool is a choice of its own, rather than the provider's to make.
    var isByPool: Bool { tries > 1 && pool == nil && area == nil }

    /// Whether a price is above the maximum; an unknown one is not.
    func isTooDear(_ price: Money?) -> Bool {
        guard let price, let maxPrice else { return false }
        return price.isMore(than: maxPrice.inCurrency(of: price))
    }
}

/// An order for several services on one number, in a person's words.
package struct SharedRequest: Sendable {
    package var services: [String]
    package var country: String
    package var account: String?
    package var pool: String?
    /// For all of them together.
    package var maxPrice: Money?

    /// The most services that one order may put on a number: it is one person's number.
    package static let mostServices = 5

    package init(services: [String], country: String) {
        self.services = services
        self.country = country
    }
}

/// An order for a rental, in a person's words.
package struct RentalRequest: Sendable {
    package var offer: String
    package var days: Int
    package var service: String?
    package var account: String?
    package var maxPrice: Money?

    package init(offer: String, days: Int) {
        self.offer = offer
        self.days = days
    }
}
