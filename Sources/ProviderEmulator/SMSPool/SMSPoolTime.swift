import Lines

/// Times in SMSPool's formats: in UTC, without saying so.
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
    /// Whole seconds since 1970, the providers' format of expiries.
    var unixSeconds: Int64 { milliseconds / 1000 }
}
