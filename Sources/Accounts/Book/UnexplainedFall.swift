package import Lines

/// A fall of a balance that no call from here explains.
package struct UnexplainedFall: Equatable, Sendable {
    package var amount: Money
    /// When it was noticed, in uptime.
    package var at: Duration

    /// How long it may belong to something that is noticed later: a sleeping rental may be asked
    /// about only now and then.
    package static let memory = Duration.minutes(45)

    package init(amount: Money, at: Duration) {
        self.amount = amount
        self.at = at
    }
}
