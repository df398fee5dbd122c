package import Lines

/// The `Date` header of an HTTP response: the provider's clock, to the second.
///
/// Parses the only form servers may send today, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section
/// 5.6.7, IMF-fixdate). The name of the day must be one, but need not match the date.
package enum HTTPDate {
    /// The instant in a header's value; nil if it is not an IMF-fixdate.
    package static func parse(_ text: some StringProtocol) -> Instant? {
        let bytes = Array(text.utf8.prefix(30))
        guard bytes.count == 29, days.contains(word(bytes[0..<3])), word(bytes[3..<5]) == ", ",
            let day = number(bytes[5..<7]), bytes[7] == space,
            let month = months.firstIndex(of: word(bytes[8..<11])), bytes[11] == space,
            let year = number(bytes[12..<16]), bytes[16] == space,
            let hour = number(bytes[17..<19]), bytes[19] == colon,
            let minute = number(bytes[20..<22]), bytes[22] == colon,
            let second = number(bytes[23..<25]), word(bytes[25..<29]) == " GMT"
        else { return nil }
        return Instant(
            civil: Instant.Civil(
                year: year, month: month + 1, day: day, hour: hour, minute: minute,
                second: second))
    }

    private static let space = UInt8(ascii: " ")
    private static let colon = UInt8(ascii: ":")
    private static let days: Set = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}

extension HTTPReply {
    /// When the response was generated, by the server's clock.
    package var date: Instant? {
        value(of: "Date").flatMap { HTTPDate.parse($0) }
    }

    /// The base for times in the response that are relative to now.
    package var reckoned: Instant? { there ?? date }

    /// How long the response asks to wait before the next try (`Retry-After`, in seconds or as a
    /// date), limited to the range from zero to a day; nil if it does not ask.
    package func retryAfter(now: Instant) -> Duration? {
        guard let value = value(of: "Retry-After") else { return nil }
        let seconds = value.utf8.count <= 9 ? Int64(value).map { Duration.seconds($0) } : nil
        guard let wait = seconds ?? HTTPDate.parse(value).map({ $0 - now }) else { return nil }
        return min(max(wait, .zero), .days(1))
    }
}
