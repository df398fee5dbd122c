import Lines
import Testing

/// Quiet hours in zones that set their clocks, compared with a walk through the year.
@Suite("Quiet hours") struct QuietHoursTests {
    private static let hours: [[String]] = [
        ["22:00-07:00"], ["02:30-03:15"], ["00:00-02:00", "01:45-06:30"], ["sat,sun 00:00-24:00"],
        ["fri..sun 23:00-09:15", "mon..thu 13:00-14:00"], ["02:00-03:00"], ["23:45-00:15"],
    ]

    @Test(arguments: ScheduleTests.zones)
    func `are over at the first moment that is not in one of them`(name: String) throws {
        let zone = ScheduleTests.zone(name)
        let start = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        for words in Self.hours {
            let parts = try words.map { try QuietHours.Part(words: $0) }
            let quiet = try QuietHours(parts, in: zone)
            // Every part of the year, as the two instants between which it lies.
            var spans: [(from: Instant, until: Instant)] = []
            var day = Instant.Civil(year: 2025, month: 12, day: 29)
            while day.year < 2027 {
                for part in parts where part.days.contains(day.weekday) {
                    let isLater =
                        (part.until.hour, part.until.minute)
                        > (part.from.hour, part.from.minute)
                    let last = isLater ? day : day.adding(days: 1)
                    let from = try #require(zone.instant(of: part.from.on(day)))
                    let until = try #require(zone.instant(of: part.until.on(last)))
                    if from < until { spans.append((from, until)) }
                }
                day = day.adding(days: 1)
            }
            var wrong: [String] = []
            for quarter in 0..<(364 * 96) {
                let now = start + .minutes(15 * quarter)
                var end = now
                while let span = spans.first(where: { $0.from <= end && end < $0.until }) {
                    end = span.until
                }
                if quiet.end(at: now) != (end > now ? end : nil) { wrong.append("\(now)") }
                if now - start > .days(60) { spans.removeAll { $0.until < now - .days(2) } }
            }
            #expect(wrong.isEmpty, "\(words): \(wrong.prefix(3))")
        }
    }

    @Test func `last as long as the night does on both days when clocks are set`() throws {
        let zone = ScheduleTests.zone("Europe/Berlin")
        let quiet = try QuietHours([QuietHours.Part(words: "22:00-07:00")], in: zone)
        func length(_ evening: String) throws -> Duration {
            let start = try #require(Instant(rfc3339: evening))
            #expect(quiet.end(at: start - .milliseconds(1)) == nil)
            return try #require(quiet.end(at: start)) - start
        }
        #expect(try length("2026-03-28T21:00:00Z") == .hours(8))
        #expect(try length("2026-03-29T20:00:00Z") == .hours(9))
        #expect(try length("2026-10-24T20:00:00Z") == .hours(10))
        #expect(try length("2026-10-25T21:00:00Z") == .hours(9))
    }

    @Test func `that touch are one quiet, and cannot be for ever`() throws {
        let weekend = try QuietHours(
            ["fri 18:00-24:00", "sat,sun 00:00-24:00", "mon 00:00-08:00"].map {
                try QuietHours.Part(words: $0)
            }, in: .utc)
        // 2026-01-02 was a Friday.
        #expect(
            weekend.end(at: Instant(rfc3339: "2026-01-02T18:00:00Z")!)
                == Instant(rfc3339: "2026-01-05T08:00:00Z"))
        for words in [["00:00-24:00"], ["07:00-22:00", "22:00-07:00"], ["12:00-12:00"]] {
            #expect(throws: Schedule.Unreadable.self, "\(words)") {
                try QuietHours(words.map { try QuietHours.Part(words: $0) }, in: .utc)
            }
        }
    }

    @Test(arguments: [
        "", "22:00", "22-7", "22:00-25:00", "24:00-07:00", "22:00-07:00-08:00", "xyz 22:00-07:00",
        "mon tue 22:00-07:00", "22:00 - 07:00", "mon..sat..sun 22:00-07:00",
    ])
    func `written otherwise say how they are written`(words: String) throws {
        let error = #expect(throws: Schedule.Unreadable.self) {
            try QuietHours.Part(words: words)
        }
        #expect(error?.description.contains("22:00-07:00") == true)
    }
}
