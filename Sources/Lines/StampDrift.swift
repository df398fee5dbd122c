/// How far a provider's stamps are off, judged by messages that have just arrived: a stamp in
/// another zone than the configured one is off by whole quarters of an hour.
package struct StampDrift: Equatable, Sendable {
    private static let quarter = Duration.minutes(15)
    /// No two zones are closer; a smaller difference is a late message.
    private static let least = Duration.minutes(30)
    private static let most = Duration.hours(26)
    /// How long a message may be in transit, or a clock be off.
    private static let slack = Duration.minutes(5)
    private static let needed = 3

    /// How far ahead the stamps are; nil if they are right or not known to be wrong.
    package private(set) var ahead: Duration?
    private var candidate: Duration?
    private var times = 0

    package init() {}

    /// Records the stamp of a message that arrived after `earliest`.
    ///
    /// - Parameter now: the time at the provider.
    /// - Returns: whether the known offset changed.
    package mutating func hear(_ told: Instant, after earliest: Instant, now: Instant) -> Bool {
        // The stamp of a message that may have arrived long ago says nothing.
        guard now - earliest <= Self.slack * 2 else { return false }
        let distance = told - now
        let quarters = (Double(distance.milliseconds) / Double(Self.quarter.milliseconds)).rounded()
        let offset = Self.quarter * Int(quarters)
        let rest = distance - offset
        guard size(rest) < Self.slack, size(offset) < Self.most else { return false }
        let found = size(offset) >= Self.least ? offset : .zero
        times = candidate == found ? times + 1 : 1
        candidate = found
        guard times >= Self.needed else { return false }
        let known = ahead
        ahead = found == .zero ? nil : found
        return ahead != nil && ahead != known
    }

    private func size(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
