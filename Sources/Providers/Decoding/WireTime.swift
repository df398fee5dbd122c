package import Lines

/// Times as providers write them.
extension Instant {
    /// Parses the date formats of providers: `2022-05-24 21:20:07`, `11 May 2022 18:39:54`, RFC
    /// 3339.
    ///
    /// Seconds may be missing. A time without a zone is local time in `zone`.
    package init?(wireTime text: some StringProtocol, in zone: LocalZone) {
        guard text.utf8.count <= 64 else { return nil }
        if let instant = Instant(rfc3339: text) {
            self = instant
            return
        }
        guard
            let local = Instant(rfc3339: text + "Z") ?? Instant(rfc3339: text + ":00Z")
                ?? Instant(dayFirst: text)
        else { return nil }
        // An hour that clocks show twice is read as the earlier one.
        guard let instant = zone.instant(of: local.civil), Self.writable.contains(instant) else {
            return nil
        }
        self = instant
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
