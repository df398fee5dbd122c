package import Lines

/// The zone in which an account's provider writes times that name no zone.
///
/// Such times are in the account's local time, daylight saving and all, so the zone is a rule rather
/// than a number. Where the clock is set back an hour is written twice; the earlier one is meant.
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

    /// The instant at which the zone's clocks show what `local` shows in UTC.
    package func instant(ofLocal local: Instant) -> Instant {
        let yesterdays = local - .seconds(secondsFromUTC(local - .hours(24)))
        return local - .seconds(secondsFromUTC(yesterdays))
    }
}

extension Instant {
    /// Reads the dates providers write: `2022-05-24 21:20:07`, `11 May 2022 18:39:54`, RFC 3339.
    ///
    /// Seconds may be missing. A time without a zone is one of `zone`'s clocks.
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

    /// `11 May 2022 18:39:54`, as if it were in UTC.
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
