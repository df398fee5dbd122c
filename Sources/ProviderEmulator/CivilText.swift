import Lines

/// The parts from which providers' date formats are composed.
extension Instant.Civil {
    /// `06`
    var paddedDay: String { Instant.Civil.two(day) }
    /// `01`
    var paddedMonth: String { Instant.Civil.two(month) }

    /// `Jan`
    var monthName: String {
        [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][month - 1]
    }

    /// `17:37:53`
    var clock: String {
        [hour, minute, second].map(Instant.Civil.two).joined(separator: ":")
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
