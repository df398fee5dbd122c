package import Lines

/// A country that offers rentals, from the list of what is available.
package struct VirtualSMSRentalPlace: Equatable, Sendable {
    /// The country's code, by which an order names it.
    package var code: String
    package var name: String
    /// Numbers in stock; nil if it is not given.
    package var stock: Int?
    /// Price by number of days of a number for any service.
    package var prices: [Int: Money]
    /// Price by number of days of a number for one service.
    package var servicePrices: [Int: Money]
    /// The most requested services of the network, by id.
    package var popularServices: [String]
    package var cheapestDay: Money?

    init?(_ entry: JSONValue) {
        guard let code = entry.text("country_code", "country") else { return nil }
        self.code = code
        name = entry.text("country_name", "name") ?? code
        stock = entry.count("available_count")
        prices = Self.prices(entry["pricing"]?.first(of: ["full", "full_access"]))
        servicePrices = Self.prices(entry["pricing"]?["service"])
        popularServices = (entry["popular_services"]?.entries ?? []).compactMap {
            $0.value.text ?? $0.value.text("service_id", "code")
        }
        cheapestDay = entry.price("min_price_per_day")
    }

    /// Prices for anything but whole days are left out, because they cannot be ordered in days.
    private static func prices(_ list: JSONValue?) -> [Int: Money] {
        var prices: [Int: Money] = [:]
        for entry in list?.entries ?? [] {
            let hours = entry.value.count("duration_hours") ?? Int(entry.key)
            guard let days = hours.flatMap(VirtualSMSRentalTier.days),
                let price = entry.value.price("price", "base_price") ?? entry.value.price
            else { continue }
            prices[days] = price
        }
        return prices
    }
}

/// One price of the provider's own rentals.
package struct VirtualSMSRentalTier: Equatable, Sendable {
    /// `full` or `service`.
    package var kind: String
    package var days: Int
    package var price: Money
    package var country: String?
    package var service: String?

    init?(_ entry: JSONValue) {
        guard let kind = entry.text("rental_type"),
            let days = entry.count("duration_hours").flatMap(Self.days),
            let price = entry.price("base_price", "price")
        else { return nil }
        self.kind = kind
        self.days = days
        self.price = price
        country = entry.text("country_code")
        service = entry.text("service_id")
    }

    /// The number of whole days in a number of hours; nil for anything else.
    static func days(ofHours hours: Int) -> Int? {
        (24...87_600).contains(hours) && hours % 24 == 0 ? hours / 24 : nil
    }
}

/// A service that the network rents out in one country.
package struct VirtualSMSRentalService: Equatable, Sendable {
    package var service: Service
    package var price: Money?
    package var stock: Int?
    package var isPopular: Bool

    init?(_ entry: JSONValue) {
        guard let id = entry.text("service_id", "code") else { return nil }
        service = Service(id: id, name: entry.text("service_name", "name") ?? id)
        price = entry.price("our_price", "base_price", "price")
        stock = entry.count("physical_count", "count")
        isPopular = entry.flag("popular") ?? false
    }
}
