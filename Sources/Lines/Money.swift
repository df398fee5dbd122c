/// An amount of money in integer ten-thousandths of a currency's unit.
///
/// Providers quote prices such as 0.0725; binary floating point would lose cents over a year of
/// additions. Amounts of different currencies never meet: mixing them is a programming error.
package struct Money: Hashable, Codable, Sendable {
    /// Ten-thousandths of one unit: 0.24 USD is 2400.
    package let tenThousandths: Int64
    /// ISO 4217 code.
    package let currency: String

    package init(tenThousandths: Int64, currency: String = Money.usd) {
        self.tenThousandths = tenThousandths
        self.currency = currency
    }

    package static let usd = "USD"
    package static let zero = Money(tenThousandths: 0)

    /// Reads a plain decimal such as `0.24`, `-0.50`, `17` or `1.20000`; nil for anything else.
    ///
    /// Digits after the fourth decimal are dropped. At most twelve digits before the point are
    /// accepted, so that no text from outside can overflow.
    package init?(decimal text: some StringProtocol, currency: String = Money.usd) {
        var digits = Substring(text)
        let negative = digits.hasPrefix("-")
        if negative || digits.hasPrefix("+") { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, (1...12) ~= whole.utf8.count,
            digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 })
        else { return nil }
        let fraction = parts.count == 2 ? String(parts[1].prefix(4)) : ""
        if parts.count == 2, parts[1].isEmpty { return nil }
        let padded = fraction + String(repeating: "0", count: 4 - fraction.count)
        guard let units = Int64(whole), let rest = Int64(padded) else { return nil }
        let value = units * 10_000 + rest
        self.init(tenThousandths: negative ? -value : value, currency: currency)
    }

    /// `0.24`: at least two decimals, four when they are needed, no currency.
    package var decimal: String {
        let magnitude = tenThousandths.magnitude
        var fraction = String(magnitude % 10_000)
        fraction = String(repeating: "0", count: 4 - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(tenThousandths < 0 ? "-" : "")\(magnitude / 10_000).\(fraction)"
    }

    package static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "amounts of two currencies were added")
        return Money(
            tenThousandths: left.tenThousandths.saturating(plus: right.tenThousandths),
            currency: left.currency)
    }

    package static func - (left: Money, right: Money) -> Money {
        left + -right
    }

    package static prefix func - (amount: Money) -> Money {
        Money(
            tenThousandths: Int64(0).saturating(minus: amount.tenThousandths),
            currency: amount.currency)
    }

    /// The same figure in the currency of `price`. A person gives a limit as a bare figure and means
    /// the currency in which the account shows its prices.
    package func inCurrency(of price: Money?) -> Money {
        guard let price else { return self }
        return Money(tenThousandths: tenThousandths, currency: price.currency)
    }

    package var isNothing: Bool { tenThousandths == 0 }

    /// Whether this is more than `other`; false if the currencies differ.
    package func isMore(than other: Money) -> Bool {
        currency == other.currency && tenThousandths > other.tenThousandths
    }
}

extension Money: CustomStringConvertible {
    /// `0.24 USD`
    package var description: String { "\(decimal) \(currency)" }
}
