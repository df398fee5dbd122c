package import Accounts
import Keeping
package import Lines
package import Providers

/// An activation that an account sells, with what is known of its success.
package struct MarketOffer: Sendable {
    package var account: Account
    package var service: Service
    package var country: Country
    package var offer: ActivationOffer
    package var prospect: Prospect

    /// - Parameters:
    ///   - past: our own orders, of which those of the same kind count.
    ///   - isOfPool: whether only orders from the same pool are of the same kind.
    init(
        account: Account, service: Service, country: Country, offer: ActivationOffer,
        past: [PastOrder], isOfPool: Bool = false
    ) {
        self.account = account
        self.service = service
        self.country = country
        self.offer = offer
        let pool = isOfPool ? [offer.pool, offer.poolName].compactMap { $0 } : []
        let place = Self.place(country)
        let alike = past.filter {
            $0.isOf(account: account.name, service: service.name, country: place, pool: pool)
        }
        prospect = Prospect(
            price: offer.price, successRate: offer.successRate, own: OwnRecord(alike))
    }

    /// The country as a line records it.
    package var place: String { Self.place(country) }

    static func place(_ country: Country) -> String { country.code ?? country.name }
}

/// A country in which an account sells a service, with what is known of its success there.
package struct MarketCountry: Sendable {
    package var account: Account
    package var suggested: SuggestedCountry
    package var service: Service
    package var prospect: Prospect
}
