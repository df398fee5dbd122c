import Foundation
import Lines
import Testing

/// What schedules mean in zones that set their clocks, compared with a walk through the year.
@Suite struct ScheduleTests {
    /// Half an hour of daylight saving, none, both hemispheres, negative winter time, and odd
    /// offsets.
    static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
        "Africa/Casablanca", "Europe/Dublin", "Asia/Kathmandu", "Asia/Tehran", "UTC",
    ]

    static let schedules = [
        "07:00", "02:30", "00:00", "1d at 03:00", "mon..fri 09:00", "sat,sun 02:15", "1st 00:15",
        "last 23:45", "01:30,13:30", "fri..mon 02:00", "15th,last 02:45",
    ]

    static func zone(_ name: String) -> LocalZone {
        let zone = TimeZone(identifier: name) ?? .gmt
        return LocalZone(name) {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))
        }
    }

    @Test(arguments: zones)
    func `each occurrence of a year is the one that clocks show`(name: String) throws {
        let zone = Self.zone(name)
        let quarter = Duration.minutes(15)
        let start = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        // What the zone's clocks show at each quarter of an hour, as instants in UTC.
        var shown: [Instant] = []
        var instant = start
        while shown.count < 35_040 {
            shown.append(instant + .seconds(zone.offset(at: instant)))
            instant = instant + quarter
        }
        for words in Self.schedules {
            let schedule = try Schedule(every: words)
            guard case .clock(let days, let times) = schedule.rule else { continue }
            var expected: [Instant] = []
            var seen: Set<Instant> = []
            for place in 1..<shown.count {
                // Every quarter that the clocks reach or pass in this step.
                var passed: [Instant] = []
                var next = shown[place - 1] + quarter
                while next <= shown[place] {
                    passed.append(next)
                    next = next + quarter
                }
                let isMeant = passed.contains { local in
                    let civil = local.civil
                    return times.contains { $0.hour == civil.hour && $0.minute == civil.minute }
                        && Self.include(days, civil) && seen.insert(local).inserted
                }
                if isMeant {
                    expected.append(start + .milliseconds(Int64(place) * quarter.milliseconds))
                }
            }
            var found: [Instant] = []
            var last = start
            while let next = schedule.next(after: last, in: zone), next < instant {
                found.append(next)
                last = next
            }
            #expect(found == expected, "\(words) in \(name)")
            #expect(found.count >= 12)
        }
    }

    private static func include(_ days: Schedule.Days, _ day: Instant.Civil) -> Bool {
        switch days {
        case .every(let count): count == 1
        case .weekdays(let days):
            // The arithmetic of another calendar.
            days.contains((calendar.component(.weekday, from: date(of: day)) + 5) % 7 + 1)
        case .ofMonth(let days):
            days.contains(.number(day.day))
                || days.contains(.last)
                    && calendar.component(.day, from: date(of: day) + 86_400) == 1
        }
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func date(of day: Instant.Civil) -> Date {
        Date(timeIntervalSince1970: Double((Instant(civil: day)?.milliseconds ?? 0) / 1000))
    }

    @Test(arguments: [
        // Clocks are set forward at 02:00, and back at 03:00.
        ("02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("02:30", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
        ("02:30", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"),
        ("02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        ("07:00", "2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z"),
        ("29th 08:00", "2027-02-01T00:00:00Z", "2027-03-29T06:00:00Z"),
        ("mon 09:00", "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z"),
    ])
    func `the days on which clocks change`(words: String, after: String, next: String) throws {
        let schedule = try Schedule(every: words)
        let instant = try #require(Instant(rfc3339: after))
        #expect(
            schedule.next(after: instant, in: Self.zone("Europe/Berlin"))?.rfc3339 == next)
    }

    @Test func `every second day is counted from the last occurrence, whatever was missed`() throws
    {
        let schedule = try Schedule(every: "2d at 07:00")
        let zone = Self.zone("Europe/Berlin")
        let last = try #require(Instant(rfc3339: "2026-03-27T06:00:00Z"))
        let next = schedule.next(after: last, last: last, in: zone)
        #expect(next?.rfc3339 == "2026-03-29T05:00:00Z")
        // Five days without the manager: the rhythm stays.
        let later = try #require(Instant(rfc3339: "2026-04-01T12:00:00Z"))
        #expect(
            schedule.next(after: later, last: last, in: zone)?.rfc3339 == "2026-04-02T05:00:00Z")
    }

    @Test func `an interval keeps its rhythm over a pause`() throws {
        let schedule = try Schedule(every: "15m")
        let start = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        #expect(schedule.next(after: start, in: .utc) == start + .minutes(15))
        #expect(
            schedule.next(after: start + .minutes(47), last: start, in: .utc) == start + .hours(1))
    }

    @Test(arguments: [
        "", "5s", "25:00", "7:0", "07:60", "mon", "mon..fri", "mon.fri 09:00", "1h at 07:00",
        "0d at 07:00", "32nd 08:00", "funday 09:00", "mon..fri 09:00 10:00", "367d at 07:00",
        "1m1 at 09:00", "+7:00", "-1d at 07:00", "9999999999d", "07:00,", "2026-02-30 10:00",
    ])
    func `words that are no schedule are refused`(words: String) {
        #expect(throws: Schedule.Unreadable.self) { try Schedule(every: words) }
    }

    @Test(arguments: [
        ("07:00", "2026-12-01T06:00:00Z"), ("12:01", "2026-11-30T11:01:00Z"),
        ("12:00", "2026-12-01T11:00:00Z"), ("Mon 09:00", "2026-12-07T08:00:00Z"),
        ("tuesday at 09:00", "2026-12-01T08:00:00Z"),
        ("2026-12-24 18:00", "2026-12-24T17:00:00Z"), ("2026-12-24T18:00", "2026-12-24T17:00:00Z"),
    ])
    func `a single time is the next one meant`(words: String, expected: String) throws {
        // A Monday, 12:00 in Berlin.
        let now = try #require(Instant(rfc3339: "2026-11-30T11:00:00Z"))
        let time = try WrittenTime.next(words, after: now, in: Self.zone("Europe/Berlin"))
        #expect(time.rfc3339 == expected)
    }

    @Test(arguments: [
        "2026-11-30 12:00", "2026-02-30 10:00", "15m", "1d at 07:00", "mon..fri 09:00", "noon", "",
        "2026-12-24", "1st 09:00",
    ])
    func `a single time that is over or none is refused`(words: String) throws {
        let now = try #require(Instant(rfc3339: "2026-11-30T11:00:00Z"))
        #expect(throws: Schedule.Unreadable.self) {
            try WrittenTime.next(words, after: now, in: Self.zone("Europe/Berlin"))
        }
    }
}

/// What is read off a zone's table besides times.
@Suite struct LocalZoneTests {
    private func instant(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    @Test func `offsets change at the second at which the clock does`() throws {
        let berlin = ScheduleTests.zone("Europe/Berlin")
        let start = try instant("2025-01-01T00:00:00Z")
        #expect(
            berlin.offsets(from: start, to: try instant("2026-05-01T00:00:00Z")) == [
                ClockOffset(since: start, seconds: 3600),
                ClockOffset(since: try instant("2025-03-30T01:00:00Z"), seconds: 7200),
                ClockOffset(since: try instant("2025-10-26T01:00:00Z"), seconds: 3600),
                ClockOffset(since: try instant("2026-03-29T01:00:00Z"), seconds: 7200),
            ])
        #expect(berlin.offsets(from: start, to: start - .days(400)).count == 1)
        #expect(
            LocalZone(seconds: 19_800).offsets(from: start, to: start + .days(900))
                == [ClockOffset(since: start, seconds: 19_800)])
    }

    /// The table is made by asking once a week, which would miss a change that is taken back sooner.
    @Test func `a table has every change of its zone`() throws {
        for name in ScheduleTests.zones {
            let zone = try #require(TimeZone(identifier: name))
            let table = ScheduleTests.zone(name)
            var wrong: [String] = []
            for day in stride(from: Int64(0), to: 80 * 31_556_952, by: 86_400) {
                let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(day)))
                let instant = Instant(unixSeconds: day)
                if table.offset(at: instant) != offset { wrong.append(instant.rfc3339) }
            }
            #expect(wrong.isEmpty, "\(name): \(wrong.prefix(3))")
        }
    }
}
