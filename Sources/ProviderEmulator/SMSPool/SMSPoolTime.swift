import Lines

/// Times as SMSPool writes them: in UTC, and not saying so.
enum SMSPoolTime {
    /// `2024-01-06 17:37:53`
    static func numeric(_ instant: Instant) -> String {
        let time = instant.civil
        return "\(time.year)-\(time.paddedMonth)-\(time.paddedDay) \(time.clock)"
    }

    /// `11 May 2022 18:39:54`
    static func spelled(_ instant: Instant) -> String {
        let time = instant.civil
        return "\(time.paddedDay) \(time.monthName) \(time.year) \(time.clock)"
    }
}

extension Instant {
    /// Whole seconds since 1970, as providers state expiries.
    var unixSeconds: Int64 { milliseconds / 1000 }
}
