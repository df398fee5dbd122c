package import Lines

/// The time zone of times that an account's provider writes without a zone.
///
/// Such times are the account's local time including daylight saving, so the zone is a rule rather
/// than an offset. An hour repeated when the clock is set back is read as the earlier one.
package struct AccountZone: Sendable {
    private let secondsFromUTC: @Sendable (Instant) -> Int

    /// A zone with daylight saving: seconds east of UTC at an instant.
    package init(secondsFromUTC: @escaping @Sendable (Instant) -> Int) {
        self.secondsFromUTC = secondsFromUTC
    }

    /// A zone that is always `seconds` east of UTC.
    package init(seconds: Int) {
        self.init { _ in seconds }
    }

    package static let utc = AccountZone(seconds: 0)

    /// The instant at which clocks in this zone show the digits of `local` (read as UTC).
    package func instant(ofLocal local: Instant) -> Instant {
        let yesterdays = local - .seconds(secondsFromUTC(local - .hours(24)))
        return local - .seconds(secondsFromUTC(yesterdays))
    }
}

extension Instant {
    /// Parses the date formats of providers: `2022-05-24 21:20:07`, `11 May 2022 18:39:54`, RFC
    /// 3339.
    ///
    /// Seconds may be missing. A time without a zone is local time in `zone`.
    package init?(wireTime text: some StringProtocol, in zone: AccountZone) {
        guard text.utf8.count <= 64 else { return nil }
        if let instant = Instant(rfc3339: text) {
            self = instant
            return
        }
        guard
            let local = Instant(rfc3339: text + "Z") ?? Instant(rfc3339: text + ":00Z")
                ?? Instant(dayFirst: text)
        else { return nil }
        self = zone.instant(ofLocal: local)
        guard Self.writable.contains(self) else { return nil }
    }

    /// `11 May 2022 18:39:54`, parsed as UTC.
    private init?(dayFirst text: some StringProtocol) {
        let fields = text.split { $0 == " " || $0 == ":" || $0 == "," }
        guard (5...6).contains(fields.count), let day = Int(fields[0]),
            let month = Self.months.firstIndex(of: fields[1].prefix(3).lowercased()),
            fields[2].utf8.count == 4, let year = Int(fields[2]),
            let hour = Int(fields[3]), let minute = Int(fields[4]),
            let second = fields.count == 6 ? Int(fields[5]) : 0
        else { return nil }
        self.init(
            civil: Civil(
                year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second))
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
