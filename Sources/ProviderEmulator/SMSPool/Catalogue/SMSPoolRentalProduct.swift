import Lines

/// A kind of number that can be rented, with its rules.
///
/// The provider's general text mentions twelve hours and one message; newer answers have rules for
/// each product, which is why they deliberately differ here.
struct SMSPoolRentalProduct: Sendable {
    var id: Int
    /// Two-letter country code.
    var country: String
    var name: String
    var tag: String
    var pool: Int
    /// Days and their price, fewest days first.
    var pricing: [(days: Int, price: Money)]
    /// Prices for a rental of a single service; empty if that is not sold.
    var singleService: [(days: Int, price: Money)]
    /// Prices of additional days, if they differ from those of the first ones.
    var ownExtensions: [(days: Int, price: Money)]
    var singleServiceExtensions: [(days: Int, price: Money)]
    var isExtendable: Bool
    /// Seconds for which a line stays on after a status call; 0: always on.
    var activeFor: Int
    /// Seconds from the waking status call until the line is available.
    var wakeSeconds: Int
    var isRefundable: Bool
    /// Rentals for fewer days are never refunded.
    var refundMinDays: Int
    /// Hours after the purchase.
    var refundWithin: Int
    var stock: Int

    var extensions: [(days: Int, price: Money)] { ownExtensions.isEmpty ? pricing : ownExtensions }

    func extensionPrice(days: Int, singleService wanted: Bool) -> Money? {
        let single = singleServiceExtensions.isEmpty ? singleService : singleServiceExtensions
        return (wanted ? single : extensions).first { $0.days == days }?.price
    }

    func price(days: Int, singleService wanted: Bool) -> Money? {
        (wanted ? singleService : pricing).first { $0.days == days }?.price
    }
}

extension SMSPoolRentalProduct: Decodable {
    private enum Key: String, CodingKey {
        case id, country, name, tag, pool, pricing, singleService, ownExtensions
        case singleServiceExtensions, isExtendable, activeFor, wakeSeconds, isRefundable
        case refundMinDays, refundWithin, stock
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func prices(_ key: Key) throws -> [(days: Int, price: Money)] {
            let prices = try values.decodeIfPresent([String: String].self, forKey: key) ?? [:]
            return try prices.map { days, price in
                guard let days = Int(days), let price = Money(decimal: price) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: values, debugDescription: "\(days): \(price)")
                }
                return (days, price)
            }.sorted { $0.days < $1.days }
        }
        id = try values.decode(Int.self, forKey: .id)
        country = try values.decode(String.self, forKey: .country)
        name = try values.decode(String.self, forKey: .name)
        tag = try values.decode(String.self, forKey: .tag)
        pool = try values.decode(Int.self, forKey: .pool)
        pricing = try prices(.pricing)
        singleService = try prices(.singleService)
        ownExtensions = try prices(.ownExtensions)
        singleServiceExtensions = try prices(.singleServiceExtensions)
        isExtendable = try values.decode(Bool.self, forKey: .isExtendable)
        activeFor = try values.decode(Int.self, forKey: .activeFor)
        wakeSeconds = try values.decodeIfPresent(Int.self, forKey: .wakeSeconds) ?? 0
        isRefundable = try values.decodeIfPresent(Bool.self, forKey: .isRefundable) ?? true
        refundMinDays = try values.decodeIfPresent(Int.self, forKey: .refundMinDays) ?? 0
        refundWithin = try values.decodeIfPresent(Int.self, forKey: .refundWithin) ?? 12
        stock = try values.decodeIfPresent(Int.self, forKey: .stock) ?? 25
    }
}
