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
        tokens -= Double(count)
        return nil
    }

    /// When there will be so many requests; nil when there are.
    package mutating func opening(for count: Int, isAwaited: Bool, at now: Instant) -> Instant? {
        if let paused = pausedUntil {
            if now < paused { return paused }
            pausedUntil = nil
        }
        refill(at: now)
        let needed = Double(count) + (isAwaited ? 0 : reserve)
        guard tokens < needed else { return nil }
        let wait = (needed - tokens) / rate
        return now + .milliseconds(Int64((wait * 1000).rounded(.up)))
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
        // A clock that was set back gives nothing; it must not freeze the bucket either.
        let elapsed = max(.zero, now - filledAt)
        tokens = min(burst, tokens + Double(elapsed.milliseconds) / 1000 * rate)
        filledAt = now
    }
}
