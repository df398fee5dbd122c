import Lines
import Providers

/// The products the stories buy from a provider's emulator, by the provider's ids.
struct TestProducts: Sendable {
    /// A service and a country with plenty in stock.
    var inStock: ActivationOrder
    /// The same by name, with characters that a form must escape.
    var byName: ActivationOrder
    /// Sold, but out of stock.
    var soldOut: ActivationOrder
    /// Not sold in this country, but in others.
    var notSold: ActivationOrder

    /// Listens only after a status call; can be extended.
    var sleeping: TestRental
    /// Always on.
    var listening: TestRental
    /// Cannot be extended.
    var fixed: TestRental
    /// Never refunded, for products with refund rules of their own.
    var unrefundable: TestRental
    /// Sold, but out of stock.
    var soldOutRental: TestRental
    /// For one service only, at a price of its own.
    var single: TestRental
}

/// A rental product for a number of days, with its price.
struct TestRental: Sendable {
    var order: RentalOrder
    var price: Money
    /// All numbers of days for which it is sold.
    var days: [Int]

    init(_ offer: String, days: Int, of all: [Int], price: Int, service: String? = nil) {
        order = RentalOrder(offer: offer, days: days, service: service)
        self.price = Money(tenThousandths: Int64(price) * 10_000)
        self.days = all
    }
}
