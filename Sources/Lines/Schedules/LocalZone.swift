/// A time zone as a table: the instants at which its clocks are set, and how far ahead of UTC they
/// are afterwards.
///
/// A table can be compared, stored and sent to a process that may open no file. Conversions are made
/// here, in integers, so that the days on which clocks are set are treated alike for every zone.
package struct LocalZone: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        /// Seconds since 1970 UTC.
        package let at: Int64
        /// Seconds east of UTC from then on.
        package let offset: Int

        package init(at: Int64, offset: Int) {
            self.at = at
            self.offset = offset
        }
    }

    /// The name in the zone database, such as `Europe/Berlin`.
    package let name: String
    /// Seconds east of UTC before the first change.
    package let first: Int
    /// In order of time.
    package let changes: [Change]

    package init(_ name: String, first: Int, changes: [Change] = []) {
        self.name = name
        self.first = first
        self.changes = changes
    }

    package static let utc = LocalZone("UTC", first: 0)

    /// A zone whose clocks are never set, this far east of UTC.
    package init(seconds: Int) {
        self.init("UTC\(seconds < 0 ? "" : "+")\(seconds) s", first: seconds)
    }

    /// The years that a table covers. Clocks before and after them are not set.
    private static let years = 1970...2100

    /// No zone has set its clocks twice within a week since 1970.
    private static let step: Int64 = 7 * 86_400

    /// Tabulates a zone by asking for its offset once a week, and finding each change in between.
    ///
    /// - Parameter secondsFromUTC: seconds east of UTC at a number of seconds since 1970.
    package init(_ name: String, secondsFromUTC: (Int64) -> Int) {
        let start = Int64(Self.years.lowerBound - 1970) * 31_556_952
        let end = Int64(Self.years.upperBound - 1970) * 31_556_952
        let first = secondsFromUTC(start)
        var (changes, offset): ([Change], Int) = ([], first)
        for week in stride(from: start, to: end, by: Int(Self.step)) {
            let next = secondsFromUTC(week + Self.step)
            guard next != offset else { continue }
            var (low, high) = (week, week + Self.step)
            while low + 1 < high {
                let middle = low + (high - low) / 2
                if secondsFromUTC(middle) == offset { low = middle } else { high = middle }
            }
            changes.append(Change(at: high, offset: secondsFromUTC(high)))
            offset = next
        }
        self.init(name, first: first, changes: changes)
    }

    /// Seconds east of UTC.
    package func offset(at instant: Instant) -> Int {
        let next = index(at: instant)
        return next == 0 ? first : changes[next - 1].offset
    }

    /// The offsets between two instants; the first one holds for all that is earlier too.
    package func offsets(from start: Instant, to end: Instant) -> [ClockOffset] {
        let first = index(at: start)
        return [ClockOffset(since: start, seconds: offset(at: start))]
            + changes[first..<max(first, index(at: end))].map {
                ClockOffset(since: Instant(unixSeconds: $0.at), seconds: $0.offset)
            }
    }

    /// The place of the first change after an instant.
    private func index(at instant: Instant) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at * 1000 <= instant.milliseconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// What clocks in the zone show.
    package func civil(at instant: Instant) -> Instant.Civil {
        (instant + .seconds(offset(at: instant))).civil
    }

    /// The first instant at which clocks show this time; nil if there is no such date.
    ///
    /// A time that clocks skip when they are set forward is the instant at which they are set. A
    /// time that they show twice is the first of the two.
    package func instant(of civil: Instant.Civil) -> Instant? {
        guard let shown = Instant(civil: civil) else { return nil }
        // No zone is further than a day from UTC.
        let near = changes[index(at: shown - .days(2))..<index(at: shown + .days(2))]
        for offset in Set(near.map(\.offset) + [offset(at: shown - .days(2))]).sorted(by: >) {
            let instant = shown - .seconds(offset)
            if self.offset(at: instant) == offset { return instant }
        }
        return near.first { change in
            change.at * 1000 + Int64(change.offset) * 1000 > shown.milliseconds
        }.map { Instant(unixSeconds: $0.at) }
    }
}

extension Instant.Civil {
    /// Days since 1970-01-01.
    package var dayNumber: Int64 {
        let midnight = Instant.Civil(year: year, month: month, day: day)
        return (Instant(civil: midnight)?.milliseconds ?? 0) / 86_400_000
    }

    /// 1 (Monday) to 7 (Sunday).
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        Int(((dayNumber + 3) % 7 + 7) % 7) + 1
    }

    /// 1 to 366.
    package var dayOfYear: Int {
        Int(dayNumber - Instant.Civil(year: year, month: 1, day: 1).dayNumber) + 1
    }

    /// The date this many days later, at midnight.
    package func adding(days: Int64) -> Instant.Civil {
        Instant(milliseconds: (dayNumber + days) * 86_400_000).civil
    }

    package var isLastOfMonth: Bool { adding(days: 1).day == 1 }
}
