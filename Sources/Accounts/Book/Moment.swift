package import Lines

/// The time of a decision, read once.
package struct Moment: Sendable {
    /// The machine's wall clock.
    package let now: Instant
    /// Monotonic time, which nobody can set.
    package let uptime: Duration

    package init(now: Instant, uptime: Duration) {
        self.now = now
        self.uptime = uptime
    }
}
