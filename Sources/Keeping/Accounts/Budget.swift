package import Lines

/// How many requests an account may still make: a token bucket, as a value.
///
/// A share of the bucket is kept for what a person waits for, so that routine polling can never make
/// a person's command wait.
package struct Budget: Equatable, Sendable {
    /// Requests a second in the long run.
    package let rate: Double
    /// The most that can be saved up.
    package let burst: Double
    /// What routine requests must leave.
    package let reserve: Double

    private var tokens: Double
    private var filledAt: Instant
    /// The provider asked to be left alone until then.
    package private(set) var pausedUntil: Instant?

    package init(rate: Double, burst: Double, now: Instant) {
        self.rate = rate
        self.burst = burst
        reserve = burst / 4
        tokens = burst
        filledAt = now
    }

    /// Takes `count` requests out if they are there; otherwise says when they will be.
    ///
    /// - Returns: nil when they were taken, or the earliest time to ask again.
    package mutating func take(_ count: Int, isAwaited: Bool, at now: Instant) -> Instant? {
        if let later = opening(for: count, isAwaited: isAwaited, at: now) { return later }
        pausedUntil = nil
        refill(at: now)
        tokens -= Double(count)
        return nil
    }

    /// When there will be so many requests; nil when there are.
    package func opening(for count: Int, isAwaited: Bool, at now: Instant) -> Instant? {
        if let pausedUntil, now < pausedUntil { return pausedUntil }
        let needed = Double(count) + (isAwaited ? 0 : reserve)
        let saved = saved(at: now)
        guard saved < needed else { return nil }
        return now + .milliseconds(Int64(((needed - saved) / rate * 1000).rounded(.up)))
    }

    /// Something took more requests than it was expected to.
    package mutating func owe(_ count: Int, at now: Instant) {
        refill(at: now)
        tokens = max(tokens - Double(count), -burst)
    }

    /// The provider said to slow down: nothing goes out before `until`, and what was saved is gone.
    package mutating func pause(until: Instant) {
        pausedUntil = max(pausedUntil ?? until, until)
        tokens = 0
        filledAt = max(filledAt, until)
    }

    /// The provider told how many requests are left: never more are believed to be.
    package mutating func follow(remaining: Int, until reset: Instant?, at now: Instant) {
        refill(at: now)
        tokens = min(tokens, Double(remaining))
        guard remaining == 0, let reset, reset > now else { return }
        pause(until: min(reset, now + .minutes(15)))
    }

    /// The clock was set: what was saved and what is waited for stay as they are.
    mutating func shift(by step: Duration) {
        filledAt = filledAt + step
        pausedUntil = pausedUntil.map { $0 + step }
    }

    private mutating func refill(at now: Instant) {
        tokens = saved(at: now)
        // While the provider wants to be left alone nothing is saved up.
        filledAt = max(now, pausedUntil ?? now)
    }

    private func saved(at now: Instant) -> Double {
        // A clock that was set back gives nothing; it must not freeze the bucket either.
        let elapsed = max(.zero, now - filledAt)
        return min(burst, tokens + Double(elapsed.milliseconds) / 1000 * rate)
    }
}
