/// Evidence for or against a payment whose answer was lost, if the line itself shows none.
package struct LostPayment: Equatable, Sendable {
    package enum Verdict: Equatable, Sendable {
        case made, notMade, unknown
    }

    /// The expected price.
    package var price: Money?
    /// The unexplained drop in the balance; nil if something else may have changed the balance.
    package var missing: Money?
    /// The number of paid periods in the provider's own history of the line.
    package var paidPeriodsBefore: Int?
    package var paidPeriodsNow: Int?
    /// Whether longer than the longest possible call has passed. Before that, missing evidence does
    /// not mean that the payment was not made.
    package var isConclusive = false

    package init() {}

    package var verdict: Verdict {
        switch (byHistory, byMoney) {
        case (true?, _): .made
        case (nil, true?): .made
        // The evidence contradicts itself, so neither side is believed.
        case (false?, true?): .unknown
        case (false?, _), (nil, false?): isConclusive ? .notMade : .unknown
        case (nil, nil): .unknown
        }
    }

    private var byHistory: Bool? {
        guard let before = paidPeriodsBefore, let now = paidPeriodsNow else { return nil }
        return now > before
    }

    /// The drop in the balance is this payment only if it is at least as large. A smaller one says
    /// nothing.
    private var byMoney: Bool? {
        guard let missing else { return nil }
        if missing.tenThousandths == 0 { return false }
        guard let price, price.currency == missing.currency, price.tenThousandths > 0,
            missing.tenThousandths >= price.tenThousandths
        else { return nil }
        return true
    }
}
