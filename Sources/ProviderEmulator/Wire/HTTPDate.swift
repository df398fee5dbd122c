package import Lines

/// The `Date` header with the emulator's time, from which clients learn the error of their clock.
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// `Sat, 06 Jan 2024 16:05:25 GMT`
    package static func text(_ instant: Instant) -> String {
        let time = instant.civil
        // 1970-01-01 was a Thursday.
        let day = Int((Double(instant.milliseconds) / 86_400_000).rounded(.down))
        let weekday = weekdays[((day + 4) % 7 + 7) % 7]
        return "\(weekday), \(time.paddedDay) \(time.monthName) \(time.year) \(time.clock) GMT"
    }
}
