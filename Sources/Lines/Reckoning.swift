/// The time at a line's provider, as far as it is known.
///
/// A provider's clock is learned from its answers, and an answer may be wrong. Routine deadlines
/// use the estimate; irreversible acts use the certain time.
package struct Reckoning: Equatable, Sendable {
    /// The estimate.
    package var now: Instant
    /// The time for paying, refunding or ending: every clock that may be right shows at least this.
    package var sure: Instant

    package init(now: Instant, sure: Instant) {
        self.now = now
        self.sure = sure
    }

    /// A time beyond doubt.
    package init(_ now: Instant) { self.init(now: now, sure: now) }
}
