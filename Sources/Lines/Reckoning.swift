/// What time it is at a line's provider, as far as that is known.
///
/// A provider's clock is learned from its answers, and an answer may be wrong. What only has to be done in
/// good time goes by what is believed; what cannot be taken back goes by what is sure.
package struct Reckoning: Equatable, Sendable {
    /// What is believed.
    package var now: Instant
    /// By which something may be paid for, given back or ended: no clock that may be the right one
    /// shows less.
    package var sure: Instant

    package init(now: Instant, sure: Instant) {
        self.now = now
        self.sure = sure
    }

    /// A time nobody doubts.
    package init(_ now: Instant) { self.init(now: now, sure: now) }
}
