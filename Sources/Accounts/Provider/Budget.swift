package import Lines

/// The request budget of an account: a token bucket, as a value.
///
/// A share of the bucket is reserved for calls that a person waits for, so that routine polling
/// never makes a command wait.
package struct Budget: Equatable, Sendable {
    /// Requests a second in the long run.
    package let rate: Double
    /// The capacity of the bucket.
    package let burst: Double
    /// Tokens that routine requests must leave.
    package let reserve: Double

    private var tokens: Double
    private var filledAt: Instant
    /// The provider asked for no requests before this time.
    package private(set) var pausedUntil: Instant?

    package init(rate: Double, burst: Double, now: Instant) {
        self.rate = rate
        self.burst = burst
        reserve = burst / 4
        tokens = burst
        filledAt = now
    }

    /// Takes `count` requests if they are available.
    ///
    /// - Returns: nil if they were taken, otherwise the earliest time to ask again.
    package mutating func spend(_ count: Int, isAwaited: Bool, at now: Instant) -> Instant? {
        if let later = opening(for: count, isAwaited: isAwaited, at: now) { return later }
        pausedUntil = nil
        refill(at: now)
        tokens -= Double(count)
        return nil
    }

    /// When `count` requests will be available; nil if they are.
    package func opening(for count: Int, isAwaited: Bool, at now: Instant) -> Instant? {
        if let pausedUntil, now < pausedUntil { return pausedUntil }
        let needed = Double(count) + (isAwaited ? 0 : reserve)
        let saved = saved(at: now)
        guard saved < needed else { return nil }
        return now + .milliseconds(Int64(((needed - saved) / rate * 1000).rounded(.up)))
    }

    /// A call took more requests than expected.
    package mutating func owe(_ count: Int, at now: Instant) {
        refill(at: now)
        tokens = max(tokens - Double(count), -burst)
    }

    /// The provider asked to slow down: nothing is sent before `until`, and the bucket is emptied.
    package mutating func pause(until: Instant) {
        pausedUntil = max(pausedUntil ?? until, until)
        tokens = 0
        filledAt = max(filledAt, until)
    }

    /// The provider reported the number of remaining requests; the budget never assumes more.
    package mutating func follow(remaining: Int, until reset: Instant?, at now: Instant) {
        refill(at: now)
        tokens = min(tokens, Double(remaining))
        guard remaining == 0, let reset, reset > now else { return }
        pause(until: min(reset, now + .minutes(15)))
    }

    /// The clock was set. Tokens and waiting times stay the same.
    package mutating func shift(by step: Duration) {
        filledAt = filledAt + step
        pausedUntil = pausedUntil.map { $0 + step }
    }

    private mutating func refill(at now: Instant) {
        tokens = saved(at: now)
        // During a pause no tokens accrue.
        filledAt = max(now, pausedUntil ?? now)
    }

    private func saved(at now: Instant) -> Double {
        // If the clock was set back, no tokens accrue for that time; refilling resumes from the new
        // time.
        let elapsed = max(.zero, now - filledAt)
        return min(burst, tokens + Double(elapsed.milliseconds) / 1000 * rate)
    }
}
