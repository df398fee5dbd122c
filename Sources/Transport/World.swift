package import Lines

/// Time, randomness and identity, passed as a parameter.
///
/// Nothing else in the program reads the clock, sleeps or makes up a number, so that a test can
/// move the clock by hand and a simulation can run through months under a seed. The live world is
/// created once, where the process starts.
package struct World: Sendable {
    /// Wall time. It may jump when the machine's clock is set; durations are never measured with
    /// it.
    package var now: @Sendable () -> Instant
    /// Time that only moves forward, for measuring how long something took.
    package var uptime: @Sendable () -> Duration
    /// Suspends for a duration; throws `CancellationError` if the task is cancelled meanwhile.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A random number in 0..<upperBound.
    package var random: @Sendable (_ upperBound: UInt64) -> UInt64
    /// A new unique identifier: 32 lower-case hex digits.
    package var identifier: @Sendable () -> String

    package init(
        now: @escaping @Sendable () -> Instant,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable (_ upperBound: UInt64) -> UInt64,
        identifier: @escaping @Sendable () -> String
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
        self.identifier = identifier
    }
}
