package import Lines

/// A paid call whose price is being compared with the balance.
package struct Comparison: Sendable {
    package var account: String
    /// The amount booked; nil if nothing was booked.
    package var booked: Money?
    /// When the call ended, in uptime.
    package var since: Duration
    /// Whether a balance has accounted for the call.
    package var isOver = false

    package init(account: String, booked: Money? = nil, since: Duration) {
        self.account = account
        self.booked = booked
        self.since = since
    }
}
