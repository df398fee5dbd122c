import Lines

/// Times as SMSPool writes them: in UTC, and not saying so.
enum SMSPoolTime {
    /// `2024-01-06 17:37:53`
    static func numeric(_ instant: Instant) -> String {
        let fields = instant.civil
        return "\(fields.year)-\(two(fields.month))-\(two(fields.day)) \(clock(fields))"
    }

    /// `11 May 2022 18:39:54`
    static func spelled(_ instant: Instant) -> String {
        let fields = instant.civil
        return "\(two(fields.day)) \(months[fields.month - 1]) \(fields.year) \(clock(fields))"
    }

    private static func clock(_ fields: Instant.Civil) -> String {
        "\(two(fields.hour)):\(two(fields.minute)):\(two(fields.second))"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Instant {
    /// Whole seconds since 1970, as providers state expiries.
    var unixSeconds: Int64 { milliseconds / 1000 }
}
