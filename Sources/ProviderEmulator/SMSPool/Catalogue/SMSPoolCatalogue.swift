import Lines

/// The catalogue of the emulated SMSPool: a small, fixed world with prices from the seed.
struct SMSPoolCatalogue: Sendable {
    struct Country: Hashable, Decodable, Sendable {
        var id: Int
        var name: String
        /// ISO 3166 code.
        var code: String
        var region: String
        var callingCode: String
        /// The first digits of a national number; the rest are random.
        var prefixes: [String]
        /// The number of digits of a national number, including the prefix.
        var length: Int
    }

    struct Service: Hashable, Decodable, Sendable {
        var id: Int
        var name: String
    }

    struct Pool: Hashable, Decodable, Sendable {
        var id: Int
        var name: String
    }

    /// A service in a country from one pool.
    struct Offer: Sendable {
        struct Key: Hashable, Sendable {
            var country: Int
            var service: Int
            var pool: Int
        }

        var country: Country
        var service: Service
        var pool: Pool
        var price: Money
        /// Percent.
        var successRate: Int
        var stock: Int

        var key: Key { Key(country: country.id, service: service.id, pool: pool.id) }
    }

    let offers: [Offer]
    let products = SMSPoolCatalogue.goods.rentals

    init(seed: UInt64) {
        offers = SMSPoolCatalogue.drawOffers(seed: seed)
    }

    /// By number, two-letter code or name, ignoring case, as `country` is given in a request.
    func country(_ text: String) -> Country? {
        let wanted = text.lowercased()
        return SMSPoolCatalogue.countries.first {
            String($0.id) == wanted || $0.code.lowercased() == wanted
                || $0.name.lowercased() == wanted
        }
    }

    /// By number or name, ignoring case.
    func service(_ text: String) -> Service? {
        let wanted = text.lowercased()
        return SMSPoolCatalogue.services.first {
            String($0.id) == wanted || $0.name.lowercased() == wanted
        }
    }

    /// By number or name, ignoring case. Pool 0 means any pool.
    func pool(_ text: String) -> Pool? {
        let wanted = text.lowercased()
        return SMSPoolCatalogue.pools.first {
            String($0.id) == wanted || $0.name.lowercased() == wanted
        }
    }

    func product(_ id: Int) -> SMSPoolRentalProduct? {
        products.first { $0.id == id }
    }

    func country(of product: SMSPoolRentalProduct) -> Country? {
        country(product.country)
    }

    /// Cheapest first.
    func offers(of service: Service, in country: Country) -> [Offer] {
        offers.filter { $0.service == service && $0.country == country }
            .sorted { $1.price.isMore(than: $0.price) }
    }
}
