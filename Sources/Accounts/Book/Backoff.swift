package import Lines

/// How long a line is left alone after looks that brought only errors.
package struct Backoff: Sendable {
    /// After this many errors in a row, a list's partial view of an order is better than nothing.
    private static let persistent = 3

    /// Errors in a row.
    package let failures: Int
    package var until: Instant

    /// 1, 2, 4 ... 60 s.
    package init(after last: Backoff?, at now: Instant) {
        failures = min((last?.failures ?? 0) + 1, 7)
        until = now + .seconds(min(60, 1 << (failures - 1)))
    }

    package var isPersistent: Bool { failures >= Self.persistent }
}
