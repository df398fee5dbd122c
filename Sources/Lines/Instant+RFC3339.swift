/// RFC 3339 text in UTC, the format of every instant that leaves the program.
///
/// Calendar arithmetic is done here in integers (proleptic Gregorian, as RFC 3339 requires) rather
/// than by a locale-aware formatter, so that a table of ten thousand rows costs nothing and the
/// machine's settings cannot change the output.
extension Instant {
    /// The years 1 to 9999: RFC 3339 has four digits for the year.
    package static let writable =
        Instant(milliseconds: -62_135_596_800_000)...Instant(milliseconds: 253_402_300_799_999)

    /// `2026-02-01T12:03:00Z`, with milliseconds only when they are not zero.
    ///
    /// Times outside `writable` are clamped to it: a provider's clock that is centuries off must
    /// not make a listing unreadable.
    package var rfc3339: String {
        let fields = min(max(self, Self.writable.lowerBound), Self.writable.upperBound).civil
        let date = "\(pad(fields.year, 4))-\(pad(fields.month, 2))-\(pad(fields.day, 2))"
        let time = "\(pad(fields.hour, 2)):\(pad(fields.minute, 2)):\(pad(fields.second, 2))"
        let fraction = fields.millisecond == 0 ? "" : ".\(pad(fields.millisecond, 3))"
        return "\(date)T\(time)\(fraction)Z"
    }

    /// Year, month, day and time of day in UTC.
    package struct Civil: Equatable, Sendable {
        package var year: Int
        package var month: Int
        package var day: Int
        package var hour = 0
        package var minute = 0
        package var second = 0
        package var millisecond = 0

        package init(
            year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
            millisecond: Int = 0
        ) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
            self.millisecond = millisecond
        }
    }

    package var civil: Civil {
        let dayMilliseconds: Int64 = 86_400_000
        var days = milliseconds / dayMilliseconds
        var rest = milliseconds % dayMilliseconds
        if rest < 0 {
            rest += dayMilliseconds
            days -= 1
        }
        // Days are counted from 0000-03-01 in eras of 400 years, so that leap days fall at the end
        // of an era.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let seconds = rest / 1000
        return Civil(
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
            day: Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1),
            hour: Int(seconds / 3600), minute: Int(seconds / 60 % 60), second: Int(seconds % 60),
            millisecond: Int(rest % 1000))
    }

    /// The instant of a civil time in UTC, or nil when a field is out of its range.
    package init?(civil: Civil) {
        guard (1...9999).contains(civil.year), (1...12).contains(civil.month),
            (1...Instant.days(inMonth: civil.month, of: civil.year)).contains(civil.day),
            (0...23).contains(civil.hour), (0...59).contains(civil.minute),
            (0...60).contains(civil.second), (0...999).contains(civil.millisecond)
        else { return nil }
        let year = Int64(civil.month <= 2 ? civil.year - 1 : civil.year)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let shiftedMonth = Int64(civil.month > 2 ? civil.month - 3 : civil.month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(civil.day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86_400 + Int64(civil.hour * 3600 + civil.minute * 60 + civil.second)
        self.init(milliseconds: seconds * 1000 + Int64(civil.millisecond))
        // A leap second on the last day.
        guard Self.writable.contains(self) else { return nil }
    }

    /// Reads RFC 3339 text with `Z` or a numeric offset; nil when it is anything else.
    package init?(rfc3339 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
            reader.skip("-"), let day = reader.number(2), reader.skip("T", "t", " "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2),
            reader.skip(":"), let second = reader.number(2)
        else { return nil }
        let fraction = reader.skip(".") ? reader.fraction() : 0
        guard let millisecond = fraction, let offset = reader.offsetMinutes(), reader.isAtEnd,
            let local = Instant(
                civil: Civil(
                    year: year, month: month, day: day, hour: hour, minute: minute,
                    second: second, millisecond: millisecond))
        else { return nil }
        self = local - .minutes(offset)
        // An offset may lead outside the range.
        guard Self.writable.contains(self) else { return nil }
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Reads fixed-width digits and separators from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, characters.contains(where: { $0.value == UInt32(first) })
        else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        let digits = rest.prefix(width)
        guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Milliseconds of a fraction of any length. Digits after the third are dropped.
    mutating func fraction() -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) }
        return three * [1, 100, 10, 1][min(digits.count, 3)]
    }

    mutating func offsetMinutes() -> Int? {
        if skip("Z", "z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2) else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }
}
