import Lines

/// A kind of number that can be rented, with the rules that hold for it.
///
/// The provider's general text speaks of twelve hours and one message; newer answers carry rules of
/// their own for every product, which is why they differ here on purpose.
struct SMSPoolRentalProduct: Sendable {
    var id: Int
    /// Two-letter country code.
    var country: String
    var name: String
    var tag: String
    var pool: Int
    /// Days and their price, fewest days first.
    var pricing: [(days: Int, price: Money)]
    /// Prices when only one service may write to it; empty when that is not sold.
    var singleService: [(days: Int, price: Money)] = []
    /// Prices of more days, where they are not those of the first.
    var ownExtensions: [(days: Int, price: Money)] = []
    var singleServiceExtensions: [(days: Int, price: Money)] = []
    var isExtendable: Bool
    /// Seconds a line stays switched on after its status was asked; 0: always on.
    var activeFor: Int
    /// Seconds from the status call that wakes a line until it is available.
    var wakeSeconds = 0
    var isRefundable = true
    /// Rentals of fewer days are never refunded.
    var refundMinDays = 0
    /// Hours after the purchase.
    var refundWithin = 12
    var stock = 25

    var extensions: [(days: Int, price: Money)] { ownExtensions.isEmpty ? pricing : ownExtensions }

    func extensionPrice(days: Int, singleService wanted: Bool) -> Money? {
        let single = singleServiceExtensions.isEmpty ? singleService : singleServiceExtensions
        return (wanted ? single : extensions).first { $0.days == days }?.price
    }

    func price(days: Int, singleService wanted: Bool) -> Money? {
        (wanted ? singleService : pricing).first { $0.days == days }?.price
    }
}

extension SMSPoolRentalProduct {
    static let all: [SMSPoolRentalProduct] = [
        SMSPoolRentalProduct(
            id: 2, country: "GB", name: "United Kingdom", tag: "United Kingdom", pool: 2,
            pricing: [(7, dollars(18)), (14, dollars(25)), (30, dollars(30))],
            isExtendable: true, activeFor: 90, wakeSeconds: 5, refundMinDays: 7),
        SMSPoolRentalProduct(
            id: 3, country: "NL", name: "Netherlands", tag: "Netherlands", pool: 3,
            pricing: [(1, dollars(3)), (3, dollars(7)), (7, Money(tenThousandths: 12_5000))],
            isExtendable: false, activeFor: 0),
        SMSPoolRentalProduct(
            id: 6, country: "US", name: "United States", tag: "United States", pool: 7,
            pricing: [(30, dollars(20))],
            isExtendable: true, activeFor: 90, wakeSeconds: 3, refundMinDays: 28,
            refundWithin: 2),
        SMSPoolRentalProduct(
            id: 7, country: "US", name: "United States", tag: "United States (Single service)",
            pool: 11, pricing: [(7, dollars(9)), (14, dollars(16)), (30, dollars(30))],
            singleService: [(30, dollars(15))],
            isExtendable: true, activeFor: 270, wakeSeconds: 4, refundMinDays: 7),
        SMSPoolRentalProduct(
            id: 10, country: "EE", name: "Estonia", tag: "Estonia", pool: 4,
            pricing: [(3, dollars(4)), (7, dollars(8))],
            isExtendable: false, activeFor: 270, wakeSeconds: 5, isRefundable: false),
        SMSPoolRentalProduct(
            id: 23, country: "FR", name: "France", tag: "France", pool: 2,
            pricing: [(30, dollars(28))],
            isExtendable: true, activeFor: 0, refundWithin: 24, stock: 0),
        SMSPoolRentalProduct(
            id: 24, country: "DE", name: "Germany", tag: "Germany", pool: 11,
            pricing: [(7, dollars(14)), (30, dollars(35))],
            ownExtensions: [(7, dollars(16)), (30, dollars(40))],
            isExtendable: true, activeFor: 0, refundWithin: 24),
    ]

    private static func dollars(_ amount: Int64) -> Money {
        Money(tenThousandths: amount * 10_000)
    }
}
