import Lines

/// The `Date` header, showing the emulator's time: clients learn from it how far their clock is off.
enum HTTPDate {
    /// `Sat, 06 Jan 2024 16:05:25 GMT`
    static func text(_ instant: Instant) -> String {
        let fields = instant.civil
        // 1970-01-01 was a Thursday.
        let day = Int((Double(instant.milliseconds) / 86_400_000).rounded(.down))
        let weekday = weekdays[((day + 4) % 7 + 7) % 7]
        let date = "\(two(fields.day)) \(months[fields.month - 1]) \(fields.year)"
        let time = "\(two(fields.hour)):\(two(fields.minute)):\(two(fields.second))"
        return "\(weekday), \(date) \(time) GMT"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
