/// By how much a provider's stamps are off, as messages tell that have just come: what is written in another
/// zone than the configured one lies whole quarters of an hour away from when it came.
package struct StampDrift: Equatable, Sendable {
    private static let quarter = Duration.minutes(15)
    /// No zone is nearer to another, and what lies nearer came late.
    private static let least = Duration.minutes(30)
    private static let most = Duration.hours(26)
    /// How long a message may be on its way, or its clock be off.
    private static let slack = Duration.minutes(5)
    private static let needed = 3

    /// How far ahead they are; nil while they are right, or not known to be wrong.
    package private(set) var ahead: Duration?
    private var candidate: Duration?
    private var times = 0

    package init() {}

    /// Takes in the stamp of a message that came after `earliest`.
    ///
    /// - Parameter now: the time at the provider.
    /// - Returns: whether it is news how far they are off.
    package mutating func hear(_ told: Instant, after earliest: Instant, now: Instant) -> Bool {
        // Of what may have come long ago the stamp says nothing.
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
