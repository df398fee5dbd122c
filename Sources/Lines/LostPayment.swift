/// What tells whether a payment whose answer was lost was made, where the line itself does not show it.
package struct LostPayment: Equatable, Sendable {
    package enum Verdict: Equatable, Sendable {
        case made, notMade, unknown
    }

    /// What it was to cost.
    package var price: Money?
    /// How much is gone from the balance that is not booked; nil where something else may have moved it.
    package var missing: Money?
    /// For how many stretches of time the provider's own account of it said it was paid.
    package var stretchesBefore: Int?
    package var stretchesNow: Int?
    /// Whether it had longer to show itself than any call may take: nothing else is believed not to have
    /// happened.
    package var hasHadTime = false

    package init() {}

    package var verdict: Verdict {
        switch (byHistory, byMoney) {
        case (true?, _): .made
        case (nil, true?): .made
        // One says it was made and the other that it was not: neither is believed.
        case (false?, true?): .unknown
        case (false?, _), (nil, false?): hasHadTime ? .notMade : .unknown
        case (nil, nil): .unknown
        }
    }

    private var byHistory: Bool? {
        guard let before = stretchesBefore, let now = stretchesNow else { return nil }
        return now > before
    }

    /// What is gone is this payment only where it is as much; what else may have become of the money is
    /// not known.
    private var byMoney: Bool? {
        guard let missing else { return nil }
        if missing.tenThousandths == 0 { return false }
        guard let price, price.currency == missing.currency, price.tenThousandths > 0,
            missing.tenThousandths >= price.tenThousandths
        else { return nil }
        return true
    }
}
