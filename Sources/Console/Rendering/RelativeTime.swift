import Lines

/// The distance of an instant from now, in everyday terms.
enum RelativeTime {
    /// `in 3h 12m`, `5m ago`, `now`: the two largest relevant units.
    static func text(_ instant: Instant, now: Instant) -> String {
        let seconds = (instant - now).wholeSeconds
        if seconds == 0 { return "now" }
        let length = length(seconds: abs(seconds))
        return seconds > 0 ? "in \(length)" : "\(length) ago"
    }

    /// `40s`, `12m`, `3h 12m`, `12d 4h`, `92d`, `72y`; always positive.
    static func length(seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m"
        case ..<86_400: pair(seconds / 3600, "h", seconds / 60 % 60, "m")
        case ..<(60 * 86_400): pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
        case ..<(3650 * 86_400): "\(seconds / 86_400)d"
        default: "\(seconds / (86_400 * 365))y"
        }
    }

    private static func pair(
        _ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String
    ) -> String {
        small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit) \(small)\(smallUnit)"
    }
}
