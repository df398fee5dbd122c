import Lines

/// A line whose last looks brought nothing but errors: how long it is left alone.
struct Backoff: Sendable {
    /// Past so many in a row what a list shows of an order is better than nothing.
    private static let persistent = 3

    /// How many in a row.
    let failures: Int
    var until: Instant

    /// 1, 2, 4 ... 60 s.
    init(after last: Backoff?, at now: Instant) {
        failures = min((last?.failures ?? 0) + 1, 7)
        until = now + .seconds(min(60, 1 << (failures - 1)))
    }

    var isPersistent: Bool { failures >= Self.persistent }
}
