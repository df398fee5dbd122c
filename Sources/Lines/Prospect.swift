/// What an offer promises: its price, and how likely it is that a code comes.
///
/// The chance is the share of our own orders that received an SMS, drawn towards what the provider
/// reports as if that were the outcome of a few more orders. One failure among two orders therefore
/// does not condemn an offer, and thirty failures do.
package struct Prospect: Equatable, Sendable {
    package var price: Money?
    /// The share of orders that receive their SMS according to the provider, 0 to 1.
    package var reported: Double?
    package var own: OwnRecord

    /// The chance of an offer about which nothing is known.
    package static let usual = 0.6
    /// How many own orders the provider's word is worth.
    package static let wordWeight = 4.0
    /// A chance below this is treated as this, so that a price can be divided by it.
    private static let least = 0.02

    /// - Parameter successRate: the provider's figure in percent.
    package init(price: Money?, successRate: Double? = nil, own: OwnRecord = OwnRecord()) {
        self.price = price
        reported = successRate.map { min(max($0 / 100, 0), 1) }
        self.own = own
    }

    /// The chance of a code, 0 to 1.
    package var success: Double {
        let before = reported ?? Self.usual
        return (Double(own.codes) + Self.wordWeight * before)
            / (Double(own.orders) + Self.wordWeight)
    }

    /// The price divided by the chance of a code: what a code costs on average if every order is
    /// paid for.
    package var costPerCode: Money? {
        price.map { price in
            let cost = Double(price.tenThousandths) / max(success, Self.least)
            return Money(
                tenThousandths: Int64(exactly: cost.rounded()) ?? .max, currency: price.currency)
        }
    }

    /// Whether it is the better choice.
    ///
    /// Offers without a price come last. Prices in different currencies cannot be compared: then
    /// the one that comes first stays first.
    ///
    /// - Parameter preference: what matters most; without one it is the cost per code.
    package func isBetter(than other: Prospect, preferring preference: OfferPreference?) -> Bool {
        let isCheaper = Self.isLess(price, other.price)
        let isDearer = Self.isLess(other.price, price)
        switch preference {
        case .price:
            return isCheaper || !isDearer && success > other.success
        case .success:
            return success > other.success || success == other.success && isCheaper
        case nil:
            let (cost, otherCost) = (costPerCode, other.costPerCode)
            return Self.isLess(cost, otherCost)
                || !Self.isLess(otherCost, cost) && success > other.success
        }
    }

    private static func isLess(_ left: Money?, _ right: Money?) -> Bool {
        guard let left else { return false }
        return right.map { $0.isMore(than: left) } ?? true
    }
}

extension Sequence {
    /// The elements with the best prospect first; equally good ones keep their order.
    package func ranked(
        preferring preference: OfferPreference?, by prospect: (Element) -> Prospect
    ) -> [Element] {
        // One by one, because amounts of two currencies have no order that a sort could rely on.
        var ranked: [(element: Element, prospect: Prospect)] = []
        for element in self {
            let prospect = prospect(element)
            let place = ranked.firstIndex {
                prospect.isBetter(than: $0.prospect, preferring: preference)
            }
            ranked.insert((element, prospect), at: place ?? ranked.endIndex)
        }
        return ranked.map(\.element)
    }
}
