/// Whether a script may run: how often it failed in a row, and until when it is paused.
///
/// It outlasts a restart. A text saved since stands afresh.
package struct ScriptStanding: Equatable, Sendable {
    /// The pauses, one after the other; the last one is repeated.
    private static let lengths: [Duration] = [
        .minutes(1), .minutes(5), .minutes(30), .hours(2), .hours(6),
    ]
    /// A script that ran this long after a pause starts again with the shortest.
    private static let probation = Duration.hours(6)

    package let script: String
    /// Of the text that it is about.
    package let version: String
    package var failures = 0
    package private(set) var pauses = 0
    /// When the last pause ends or ended; nil if there was none.
    package private(set) var pausedUntil: Instant?
    /// Why it was paused, in a sentence.
    package private(set) var reason: String?

    package init(script: String, version: String) {
        self.script = script
        self.version = version
    }

    /// As it was stored.
    package init(
        script: String, version: String, failures: Int, pauses: Int, pausedUntil: Instant?,
        reason: String?
    ) {
        self.init(script: script, version: version)
        self.failures = failures
        self.pauses = pauses
        self.pausedUntil = pausedUntil
        self.reason = reason
    }

    /// No pause is longer than the longest: if the clock was set back, this one is over.
    package func isPaused(at now: Instant) -> Bool {
        guard let pausedUntil, now < pausedUntil else { return false }
        return pausedUntil - now <= Self.lengths[Self.lengths.count - 1]
    }

    /// Pauses it, and returns for how long.
    package mutating func pause(for reason: String, at now: Instant) -> Duration {
        if let pausedUntil, now - pausedUntil > Self.probation { pauses = 0 }
        let length = Self.lengths[min(pauses, Self.lengths.count - 1)]
        pauses += 1
        pausedUntil = now + length
        self.reason = reason
        return length
    }

    /// A person wants it to run.
    package mutating func resume() { self = ScriptStanding(script: script, version: version) }
}
