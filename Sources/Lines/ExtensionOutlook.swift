/// What the plan's next extension of a rental would cost, and what stands in its way as things are.
package struct ExtensionOutlook: Equatable, Sendable {
    package enum Price: Equatable, Sendable {
        case known(Money)
        /// So many days are not sold; the numbers are those that are.
        case notSold([Int])
        case unknown
    }

    package var line: Line.ID
    package var days: Int
    package var price: Price
    /// `rentals.max_price`.
    package var maxPrice: Money?
    /// The narrowest limit on what may be spent in a day.
    package var perDay: Money?

    package init(line: Line.ID, days: Int, price: Price) {
        self.line = line
        self.days = days
        self.price = price
    }

    private var span: String { days == 1 ? "1 more day" : "\(days) more days" }

    /// Why it will not be made, and what to do; nil where nothing stands in its way.
    package var conflict: String? {
        let byHand = "`extend \(line) \(days)`"
        switch price {
        case .notSold(let sold):
            let choice = sold.map(String.init).joined(separator: ", ")
            return "\(span) cannot be had for this rental, so it will not be extended. "
                + (sold.isEmpty
                    ? "Change rentals.extend_days."
                    : "Set rentals.extend_days to one of: \(choice).")
        case .unknown:
            guard maxPrice != nil || perDay != nil else { return nil }
            return
                "The price of \(span) is not known, so no limit can be kept and it will not be made. "
                + "Use \(byHand)."
        case .known(let price):
            let cost = "\(span) cost \(price)"
            if let maxPrice, price.isMore(than: maxPrice) {
                return "\(cost); rentals.max_price is \(maxPrice): it will not be made. "
                    + "Raise rentals.max_price, or use \(byHand)."
            }
            if let perDay, price.isMore(than: perDay) {
                return "\(cost); spending allows \(perDay) a day: it will not be made. "
                    + "Raise the limit under spending."
            }
            return nil
        }
    }

    /// The conflict, or what it costs.
    package var summary: String {
        if let conflict { return conflict }
        guard case .known(let price) = price else { return "\(span) before it expires" }
        return "\(span) for \(price) before it expires"
    }

    /// When to ask again about one that is in conflict: prices and limits change, and nothing is gained
    /// by asking every minute. Once more shortly before the end, and then not again.
    package static func nextTry(after now: Instant, expiry: Instant) -> Instant {
        min(now + .hours(1), max(now + .minutes(5), expiry - .minutes(10)))
    }
}
