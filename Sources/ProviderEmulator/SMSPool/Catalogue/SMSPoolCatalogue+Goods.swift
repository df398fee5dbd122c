import Foundation

extension SMSPoolCatalogue {
    /// What there is to sell, as `data/catalogue.json` has it; the file is built into the program.
    struct Goods: Decodable, Sendable {
        /// With the provider's own numbers, in the order of its list: by region.
        var countries: [Country]
        /// With the provider's kind of numbers, in the order of its list: by name.
        var services: [Service]
        /// The first is no pool of its own: it means any.
        var pools: [Pool]
        var rentals: [SMSPoolRentalProduct]
        /// Services a country does not have at all, by two-letter code and service number.
        var notOffered: Set<String>
        /// Offers that exist and have nothing to sell.
        var outOfStock: Set<String>

        init(reading json: [UInt8]) throws {
            self = try JSONDecoder().decode(Goods.self, from: Data(json))
        }
    }

    static let goods: Goods = {
        do {
            return try Goods(reading: PackageResources.catalogue_json)
        } catch {
            // It is read by a test before it is built into anything.
            preconditionFailure("data/catalogue.json cannot be read: \(error)")
        }
    }()

    static var countries: [Country] { goods.countries }
    static var services: [Service] { goods.services }
    static var pools: [Pool] { goods.pools }

    /// The pool of American numbers, in which an area code can be chosen.
    static let american = 7
}
