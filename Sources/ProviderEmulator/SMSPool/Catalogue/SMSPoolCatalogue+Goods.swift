import Foundation

extension SMSPoolCatalogue {
    /// The goods in `data/catalogue.json`, which is built into the program.
    struct Goods: Decodable, Sendable {
        /// With the provider's own numbers, in the order of its list: by region.
        var countries: [Country]
        /// With numbers like the provider's, in the order of its list: by name.
        var services: [Service]
        /// The first means any pool.
        var pools: [Pool]
        var rentals: [SMSPoolRentalProduct]
        /// Services never sold in a country, by two-letter code and service number.
        var notOffered: Set<String>
        /// Offers that exist but are sold out.
        var outOfStock: Set<String>

        init(reading json: [UInt8]) throws {
            self = try JSONDecoder().decode(Goods.self, from: Data(json))
        }
    }

    static let goods: Goods = {
        do {
            return try Goods(reading: PackageResources.catalogue_json)
        } catch {
            // A test parses it before it is built in.
            preconditionFailure("data/catalogue.json cannot be read: \(error)")
        }
    }()

    static var countries: [Country] { goods.countries }
    static var services: [Service] { goods.services }
    static var pools: [Pool] { goods.pools }

    /// The pool of American numbers with a choice of area code.
    static let american = 7
}
