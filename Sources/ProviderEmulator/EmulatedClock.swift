package import Lines

/// The emulator's time: real time, faster if requested, plus all jumps made.
///
/// To test a client that must refresh a line every four minutes for thirty days, this clock is
/// moved instead of waiting.
package struct EmulatedClock: Sendable {
    private let start: Instant
    private let startedAt: Duration
    /// Emulated seconds per real second.
    package let speed: Double
    /// The sum of all jumps.
    package private(set) var advanced: Duration = .zero

    /// - Parameters:
    ///   - start: the time now.
    ///   - uptime: the monotonic time at `start`.
    package init(start: Instant, uptime: Duration, speed: Double = 1) {
        self.start = start
        self.startedAt = uptime
        self.speed = speed
    }

    package func now(uptime: Duration) -> Instant {
        start + .milliseconds(Int64(Double((uptime - startedAt).milliseconds) * speed)) + advanced
    }

    package mutating func advance(by duration: Duration) {
        advanced += duration
    }
}
