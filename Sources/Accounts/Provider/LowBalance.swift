package import Lines

/// Whether an account's balance is below the amount somebody wants to be told of: told when it
/// falls below, and again when it is back.
package struct LowBalance: Sendable {
    package private(set) var isLow: Bool

    /// - Parameter isLow: what was reported last.
    package init(isLow: Bool = false) { self.isLow = isLow }

    /// - Returns: the event to record; nil if nothing changed, or if the currencies differ.
    package mutating func notice(
        _ balance: Money, of account: String, below threshold: Money?
    ) -> (kind: String, text: String)? {
        guard let threshold, threshold.currency == balance.currency else { return nil }
        let wasLow = isLow
        isLow = threshold.isMore(than: balance)
        guard isLow != wasLow else { return nil }
        return isLow
            ? (
                "balance_low",
                "The balance of \(account) is \(balance), below alerts.balance_below "
                    + "(\(threshold)). Add money on the provider's website."
            ) : ("balance_ok", "The balance of \(account) is \(balance) again.")
    }
}
