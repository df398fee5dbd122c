package import Lines

/// When the provider's lists are next compared with the lines tracked here, in the provider's time.
package struct ListSchedule: Sendable {
    package static let interval = Duration.minutes(10)

    /// Start of the interval: the last comparison, or an earlier time for a comparison soon; nil
    /// for one at once.
    private(set) var countsFrom: Instant?
    /// When the lists were last compared.
    private(set) var comparedAt: Instant?
    package private(set) var isAsking = false
    /// When they were last asked for, in uptime.
    private(set) var askedUptime: Duration?

    /// When they are next asked for; nil for at once.
    package var due: Instant? { countsFrom.map { $0 + Self.interval } }

    package mutating func begin(at uptime: Duration) {
        isAsking = true
        askedUptime = uptime
    }

    package mutating func compared(at now: Instant) {
        isAsking = false
        countsFrom = now
        comparedAt = now
    }

    /// Tries again in a minute instead of at once.
    package mutating func failed(at now: Instant) {
        isAsking = false
        countsFrom = now - Self.interval + .minutes(1)
    }

    /// Asks for them at once.
    package mutating func hurry() { countsFrom = nil }

    /// Asks for them after a pause, regardless of the schedule.
    package mutating func repeatAfter(_ pause: Duration, at now: Instant) {
        countsFrom = now - Self.interval + pause
    }

    /// The provider mentioned an unknown line: the lists are asked for soon, about once a minute at
    /// most.
    ///
    /// - Returns: whether that changed the schedule.
    package mutating func hint(at now: Instant) -> Bool {
        guard let last = countsFrom, !isAsking else { return false }
        let next = max(now, comparedAt.map { $0 + .minutes(1) } ?? now)
        countsFrom = min(last, next - Self.interval)
        return true
    }

    /// Moves times recorded by the provider's clock.
    package mutating func shiftProviderTimes(by difference: Duration) {
        countsFrom = countsFrom.map { $0 + difference }
        comparedAt = comparedAt.map { $0 + difference }
    }
}
