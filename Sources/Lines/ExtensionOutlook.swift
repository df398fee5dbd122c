/// The price of the plan's next extension of a rental, and what currently prevents it.
package struct ExtensionOutlook: Equatable, Sendable {
    package enum Price: Equatable, Sendable {
        case known(Money)
        /// That number of days is not sold; the associated numbers are.
        case notSold([Int])
        case unknown
    }

    package var line: Line.ID
    package var days: Int
    package var price: Price
    /// `rentals.max_price`.
    package var maxPrice: Money?
    /// The lowest limit on spending per day.
    package var perDay: Money?

    package init(line: Line.ID, days: Int, price: Price) {
        self.line = line
        self.days = days
        self.price = price
    }

    private var span: String { counted(days, "more day") }

    /// Why the extension will not be made, and what to do about it; nil if nothing prevents it.
    package var conflict: String? {
        let byHand = "`extend \(line) \(days)`"
        switch price {
        case .notSold(let sold):
            let choice = sold.map(String.init).joined(separator: ", ")
            return
                "This rental will not be extended: \(span) \(days == 1 ? "is" : "are") not sold. "
                + (sold.isEmpty
                    ? "Change rentals.extend_days."
                    : "Set rentals.extend_days to one of: \(choice).")
        case .unknown:
            guard maxPrice != nil || perDay != nil else { return nil }
            return
                "The extension will not be made: the price of \(span) is unknown, so limits "
                + "cannot be checked. Use \(byHand)."
        case .known(let price):
            let cost = "\(span) \(days == 1 ? "costs" : "cost") \(price)"
            if let maxPrice = maxPrice?.inCurrency(of: price), price.isMore(than: maxPrice) {
                return "\(cost), above rentals.max_price (\(maxPrice)): it will not be made. "
                    + "Raise rentals.max_price, or use \(byHand)."
            }
            if let perDay, price.isMore(than: perDay) {
                return "\(cost), above the daily spending limit (\(perDay)): it will not be made. "
                    + "Raise the limit under spending."
            }
            return nil
        }
    }

    /// The conflict, or the price.
    package var summary: String {
        if let conflict { return conflict }
        guard case .known(let price) = price else { return "\(span) before it expires" }
        return "\(span) for \(price) before it expires"
    }

    /// When to check a conflict again. Prices and limits change, but asking every minute gains
    /// nothing. There is one last check shortly before the expiry.
    package static func nextTry(after now: Instant, expiry: Instant) -> Instant {
        min(now + .hours(1), max(now + .minutes(5), expiry - .minutes(10)))
    }
}
