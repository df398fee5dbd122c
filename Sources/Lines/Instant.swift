/// A point in time, as integer milliseconds since 1970 UTC.
///
/// The whole program uses this one unit, so that stored, compared, planned and printed times never
/// differ by rounding. Wall time enters only through a `World`. Arithmetic saturates, so that no
/// number from outside can overflow it.
package struct Instant: Hashable, Comparable, Codable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The instant `seconds` after 1970 UTC, the form in which providers give expiries.
    package init(unixSeconds seconds: Int64) {
        self.init(milliseconds: seconds.saturating(times: 1000))
    }

    /// The same with a fraction, as scripts give times. Values out of range are clamped.
    package init(fractionalUnixSeconds seconds: Double) {
        let milliseconds = (seconds * 1000).rounded()
        self.init(
            milliseconds: Int64(exactly: milliseconds)
                ?? (milliseconds.isNaN ? 0 : milliseconds < 0 ? .min : .max))
    }

    /// A single integer, so that a stored or sent instant has no structure that could change.
    package init(from decoder: any Decoder) throws {
        self.init(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (left: Instant, right: Duration) -> Instant {
        Instant(milliseconds: left.milliseconds.saturating(plus: right.milliseconds))
    }

    package static func - (left: Instant, right: Duration) -> Instant {
        Instant(milliseconds: left.milliseconds.saturating(minus: right.milliseconds))
    }

    package static func - (left: Instant, right: Instant) -> Duration {
        .milliseconds(left.milliseconds.saturating(minus: right.milliseconds))
    }
}

extension Duration {
    /// Whole milliseconds, rounded toward zero.
    package var milliseconds: Int64 {
        components.seconds.saturating(times: 1000)
            .saturating(plus: components.attoseconds / 1_000_000_000_000_000)
    }

    /// Whole microseconds, rounded toward zero.
    package var microseconds: Int64 {
        components.seconds.saturating(times: 1_000_000)
            .saturating(plus: components.attoseconds / 1_000_000_000_000)
    }

    /// Whole seconds, rounded toward zero.
    package var wholeSeconds: Int64 { components.seconds }

    package static func minutes(_ count: Int) -> Duration { .seconds(count.saturating(times: 60)) }
    package static func hours(_ count: Int) -> Duration { .seconds(count.saturating(times: 3600)) }
    package static func days(_ count: Int) -> Duration { .seconds(count.saturating(times: 86_400)) }
}
