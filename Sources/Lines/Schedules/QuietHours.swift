/// Parts of the day in which somebody is not to be disturbed, as clocks in a zone show them.
///
/// A part is the time between two instants: on the days on which clocks are set it is as much longer
/// or shorter as the night is.
package struct QuietHours: Equatable, Sendable {
    /// From a time of day to another one; if that is not later, to the one on the next day.
    package struct Part: Equatable, Sendable {
        /// The days on which it begins, 1 (Monday) to 7 (Sunday).
        package var days: Set<Int>
        package var from: TimeOfDay
        package var until: TimeOfDay

        package init(days: Set<Int> = Set(1...7), from: TimeOfDay, until: TimeOfDay) {
            self.days = days
            self.from = from
            self.until = until
        }
    }

    package let parts: [Part]
    package let zone: LocalZone

    /// - Throws: that it is never over.
    package init(_ parts: [Part], in zone: LocalZone) throws(Schedule.Unreadable) {
        self.parts = parts
        self.zone = zone
        guard end(at: Instant(unixSeconds: 0)) ?? Instant(unixSeconds: 0) < Self.never else {
            throw Schedule.Unreadable(
                description: "must leave some time of the week in which messages are sent")
        }
    }

    private static let never = Instant(unixSeconds: 8 * 86_400)

    /// When the quiet that there is at an instant is over; nil if it is not quiet then.
    package func end(at instant: Instant) -> Instant? {
        var end = instant
        // Parts that touch are one quiet. No more than eight days are looked at: see `init`.
        while end - instant < .days(8), let next = parts.compactMap({ $0.end(at: end, zone) }).max()
        {
            end = next
        }
        return end > instant ? end : nil
    }
}

extension QuietHours.Part {
    /// When the part that holds an instant ends; nil if it does not hold it.
    fileprivate func end(at instant: Instant, _ zone: LocalZone) -> Instant? {
        let today = zone.civil(at: instant)
        // It may have begun yesterday.
        return [today.adding(days: -1), today].compactMap { day -> Instant? in
            let next = endsOnNextDay ? day.adding(days: 1) : day
            guard days.contains(day.weekday), let start = zone.instant(of: from.on(day)),
                let end = zone.instant(of: until.on(next))
            else { return nil }
            return start <= instant && instant < end ? end : nil
        }.max()
    }

    private var endsOnNextDay: Bool { (until.hour, until.minute) <= (from.hour, from.minute) }
}

/// Reads quiet hours from the words people write.
extension QuietHours.Part {
    /// `22:00-07:00`, every day or on the days before it: `fri,sat 23:00-09:00`, `sat..sun
    /// 00:00-24:00`.
    ///
    /// - Parameter days: the days when the words name none.
    package init(words: String, days: Set<Int> = Set(1...7)) throws(Schedule.Unreadable) {
        let parts = words.lowercased().split(whereSeparator: \.isWhitespace)
        let times = (parts.last ?? "").split(
            omittingEmptySubsequences: false, whereSeparator: { "-–".contains($0) })
        guard (1...2).contains(parts.count), times.count == 2,
            let from = TimeOfDay(words: times[0]),
            let until = TimeOfDay(words: times[1] == "24:00" ? "00:00" : times[1])
        else { throw Self.unreadable(words) }
        let named = parts.count == 2 ? Schedule.weekdays(parts[0]) : days
        guard let named else { throw Self.unreadable(words) }
        self.init(days: named, from: from, until: until)
    }

    private static func unreadable(_ words: String) -> Schedule.Unreadable {
        Schedule.Unreadable(
            description: "\(Schedule.quoted(words)) is no part of a day; write \"22:00-07:00\" or "
                + "\"sat,sun 00:00-24:00\"")
    }
}
