import Lines

/// When the provider's lists of what is held are compared with ours, in the provider's time.
struct ListSchedule: Sendable {
    static let interval = Duration.minutes(10)

    /// What the interval counts from: when they were compared last, or an earlier time for them to be
    /// compared soon; nil for at once.
    private(set) var countsFrom: Instant?
    /// When they were compared last.
    private(set) var comparedAt: Instant?
    private(set) var isAsking = false
    /// When they were asked for last, in uptime.
    private(set) var askedUptime: Duration?

    /// When they are to be asked for next; nil for at once.
    var due: Instant? { countsFrom.map { $0 + Self.interval } }

    mutating func begin(at uptime: Duration) {
        isAsking = true
        askedUptime = uptime
    }

    mutating func compared(at now: Instant) {
        isAsking = false
        countsFrom = now
        comparedAt = now
    }

    /// Not at once again: the interval less a minute.
    mutating func failed(at now: Instant) {
        isAsking = false
        countsFrom = now - Self.interval + .minutes(1)
    }

    /// They are asked for at once.
    mutating func hurry() { countsFrom = nil }

    /// They are asked for after a pause, whenever they were to be.
    mutating func repeatAfter(_ pause: Duration, at now: Instant) {
        countsFrom = now - Self.interval + pause
    }

    /// Something of strangers was told: they are asked for soon, about once a minute at most.
    ///
    /// - Returns: whether that changed anything.
    mutating func hint(at now: Instant) -> Bool {
        guard let last = countsFrom, !isAsking else { return false }
        let next = max(now, comparedAt.map { $0 + .minutes(1) } ?? now)
        countsFrom = min(last, next - Self.interval)
        return true
    }

    /// The provider's clock turned out to be another.
    mutating func restate(by difference: Duration) {
        countsFrom = countsFrom.map { $0 + difference }
        comparedAt = comparedAt.map { $0 + difference }
    }
}
