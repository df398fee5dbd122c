package import Lines

/// The emulator's time: real time, faster if wanted, plus every jump it was told to make.
///
/// A client that must refresh a line every four minutes for thirty days is tested by moving this
/// clock, not by waiting.
package struct EmulatedClock: Sendable {
    private let start: Instant
    private let startedAt: Duration
    /// Emulated seconds per real second.
    package let speed: Double
    /// The sum of all jumps.
    package private(set) var advanced: Duration = .zero

    /// - Parameters:
    ///   - start: what time it is now.
    ///   - uptime: the forward-only time that belongs to `start`.
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
