import Lines

/// The catalogue of the emulated 1001SMS: a small, fixed world with prices from the seed.
struct SMS1001Catalogue: Sendable {
    struct Country: Hashable, Sendable {
        var name: String
        /// ISO 3166 code.
        var code: String
        var slug: String
        var continent: String
        var callingCode: String
        /// The first digits of a national number; the rest are random.
        var prefix: String
        /// The number of digits of a national number, including the prefix.
        var length: Int
    }

    struct Service: Hashable, Sendable {
        var name: String
        var slug: String
        var isPopular: Bool
    }

    /// A service in a country from one operator of one supplier.
    struct Offer: Sendable {
        struct Key: Hashable, Sendable {
            var country: String
            var service: String
            var alias: String
            var operatorName: String
        }

        var country: Country
        var service: Service
        /// The supplier's public alias.
        var alias: String
        var operatorName: String
        var price: Money
        /// Percent.
        var deliverability: Int
        var stock: Int
        /// Listed with stock it does not have: lists lag behind.
        var isPhantom = false

        var key: Key {
            Key(
                country: country.slug, service: service.slug, alias: alias,
                operatorName: operatorName)
        }
    }

    static let aliases = ["EXTRA", "MAIN", "EXTRA 2"]

    let offers: [Offer]

    init(seed: UInt64) {
        offers = SMS1001Catalogue.drawOffers(seed: seed)
    }

    /// By code, name or slug, ignoring case.
    func country(_ text: String) -> Country? {
        let wanted = text.lowercased()
        return SMS1001Catalogue.countries.first {
            [$0.code, $0.name, $0.slug].contains { $0.lowercased() == wanted }
        }
    }

    /// By slug only, as in the document.
    func service(_ slug: String) -> Service? {
        SMS1001Catalogue.services.first { $0.slug == slug }
    }

    /// Cheapest first.
    func offers(of service: Service, in country: Country) -> [Offer] {
        offers.filter { $0.service == service && $0.country == country }
            .sorted { $1.price.isMore(than: $0.price) }
    }
}
