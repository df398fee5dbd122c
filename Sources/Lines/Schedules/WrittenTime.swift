/// A single time as people write it: `07:00`, `mon 09:00`, `2026-12-24 18:00`.
package enum WrittenTime {
    /// The next instant that is meant.
    ///
    /// - Throws: what is wrong; a date that is over is.
    package static func next(
        _ words: String, after now: Instant, in zone: LocalZone
    ) throws(Schedule.Unreadable) -> Instant {
        let parts = words.lowercased()
            .split { $0.isWhitespace || $0 == "t" && words.prefix(4).allSatisfy(\.isNumber) }
            .filter { $0 != "at" }
        if parts.count == 2, let date = date(parts[0]) {
            guard let time = TimeOfDay(words: parts[1]),
                let instant = zone.instant(of: time.on(date))
            else { throw unreadable(words) }
            guard instant > now else {
                throw Schedule.Unreadable(description: "\(Schedule.quoted(words)) is over")
            }
            return instant
        }
        let isDay = parts.count == 2 && Schedule.weekday(parts[0]) != nil
        guard parts.count == 1 || isDay, let last = parts.last, TimeOfDay(words: last) != nil,
            let schedule = try? Schedule(every: words),
            let instant = schedule.next(after: now, in: zone)
        else { throw unreadable(words) }
        return instant
    }

    private static func date(_ words: Substring) -> Instant.Civil? {
        let parts = words.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        let date = Instant.Civil(year: year, month: month, day: day)
        return Instant(civil: date) == nil ? nil : date
    }

    private static func unreadable(_ words: String) -> Schedule.Unreadable {
        Schedule.Unreadable(
            description: "\(Schedule.quoted(words)) is no time; write \"07:00\", \"mon 09:00\" or "
                + "\"2026-12-24 18:00\"")
    }
}
