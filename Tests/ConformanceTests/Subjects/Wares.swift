import Lines
import Providers

/// What the stories buy from one provider's emulator, in the provider's own ids.
struct Wares: Sendable {
    /// A service and a country that go together, with plenty in stock.
    var inStock: ActivationOrder
    /// The same by name, with signs in the names that a form has to escape.
    var byName: ActivationOrder
    /// Sold, but not now.
    var soldOut: ActivationOrder
    /// Not sold in this country, but in others.
    var notSold: ActivationOrder

    /// Must be asked for its status to be switched on; can be extended.
    var sleeping: RentalWare
    /// Always on.
    var listening: RentalWare
    /// Cannot be extended.
    var fixed: RentalWare
    /// By the provider's own rule never refunded, where products have rules of their own.
    var unrefundable: RentalWare
    /// Sold, but not now.
    var soldOutRental: RentalWare
    /// Serves one service only, at a price of its own.
    var single: RentalWare
}

/// A rental product for some days, and what they cost.
struct RentalWare: Sendable {
    var order: RentalOrder
    var price: Money
    /// All numbers of days it is sold for.
    var days: [Int]

    init(_ offer: String, days: Int, of all: [Int], price: Int, service: String? = nil) {
        order = RentalOrder(offer: offer, days: days, service: service)
        self.price = Money(tenThousandths: Int64(price) * 10_000)
        self.days = all
    }
}
