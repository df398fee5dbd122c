/// When something recurs: after a while, or at times that clocks in a zone show.
///
/// The words are `15m`; `1d at 07:00`; `mon..fri 09:00`; `sat,sun 10:00`; `1st 08:00`, `15th 08:00`
/// and `last 18:00` for days of the month. Several times are separated by commas: `07:00,19:00`.
package struct Schedule: Equatable, Sendable {
    package enum Days: Equatable, Sendable {
        /// Every day, or every second, third ... day.
        case every(Int)
        /// 1 (Monday) to 7 (Sunday).
        case weekdays(Set<Int>)
        case ofMonth(Set<DayOfMonth>)
    }

    package enum DayOfMonth: Hashable, Sendable {
        case number(Int)
        case last
    }

    package enum Rule: Equatable, Sendable {
        case interval(Duration)
        case clock(Days, [TimeOfDay])
    }

    /// As it was written.
    package let words: String
    package let rule: Rule

    /// Whether it follows what clocks show, rather than time that passes.
    package var followsClocks: Bool {
        if case .clock = rule { true } else { false }
    }

    /// The first occurrence after an instant; nil if there is none within eight years.
    ///
    /// - Parameter last: the occurrence before, from which intervals and every second day count.
    package func next(after instant: Instant, last: Instant? = nil, in zone: LocalZone) -> Instant?
    {
        switch rule {
        case .interval(let step):
            guard let last, last <= instant else { return instant + step }
            let steps = (instant - last).milliseconds / step.milliseconds + 1
            return last + .milliseconds(step.milliseconds.saturating(times: steps))
        case .clock(let days, let times):
            var day = zone.civil(at: instant)
            if case .every(let count) = days, count > 1, let last {
                // The days between two occurrences are counted from the last one.
                let passed = day.dayNumber - zone.civil(at: last).dayNumber
                let rest = ((passed % Int64(count)) + Int64(count)) % Int64(count)
                if rest > 0 { day = day.adding(days: Int64(count) - rest) }
                return first(on: times, from: day, step: count, after: instant, zone) { _ in true }
            }
            return first(on: times, from: day, step: 1, after: instant, zone, where: days.include)
        }
    }

    private func first(
        on times: [TimeOfDay], from start: Instant.Civil, step: Int, after instant: Instant,
        _ zone: LocalZone, where isMeant: (Instant.Civil) -> Bool
    ) -> Instant? {
        // Eight years hold a 29 February also around 2100.
        for count in 0..<max(3000 / step, 3) {
            let day = start.adding(days: Int64(count * step))
            guard isMeant(day) else { continue }
            let found = times.compactMap { zone.instant(of: $0.on(day)) }.filter { $0 > instant }
            if let first = found.min() { return first }
        }
        return nil
    }
}

/// What becomes of a schedule's times that passed while its script could not run.
package enum MissedTimes: String, Codable, Sendable {
    /// One call makes up for all of them.
    case once
    case skip
}

/// What a clock shows, without a date.
package struct TimeOfDay: Hashable, Sendable {
    package let hour: Int
    package let minute: Int

    package init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.hour = hour
        self.minute = minute
    }

    package func on(_ day: Instant.Civil) -> Instant.Civil {
        Instant.Civil(
            year: day.year, month: day.month, day: day.day, hour: hour, minute: minute)
    }
}

extension Schedule.Days {
    fileprivate func include(_ day: Instant.Civil) -> Bool {
        switch self {
        case .every: true
        case .weekdays(let days): days.contains(day.weekday)
        case .ofMonth(let days):
            days.contains(.number(day.day)) || days.contains(.last) && day.isLastOfMonth
        }
    }
}
