import Lines
import Testing
import Transport

@testable import Scripting

/// Dates, clocks and schedules as scripts write them, in a worker that may open no file.
@Suite struct ClockFunctionTests {
    private static let berlin = ScriptEnvironment(
        zone: LocalZone.named("Europe/Berlin") ?? .utc)

    /// What the script logs at noon UTC on 2026-02-01, a Sunday.
    private func logged(_ lines: String) async throws -> [String] {
        let report = try await Stage.run(
            "function on_message(message)\n\(lines)\nend\nfunction on_timer() end",
            environment: Self.berlin)
        #expect(report.failure == nil)
        return report.log
    }

    @Test func `dates are those of the configured zone, or of one that is named`() async throws {
        let log = try await logged(
            """
            print(keeper.date())
            print(keeper.date(nil, "%A %H:%M"))
            print(keeper.date(1785578400, "%F %R %z"))
            print(keeper.date(nil, "%F %R", "America/New_York"))
            print(keeper.date(nil, nil, "Asia/Kathmandu"))
            print(keeper.date("1d", "%a"))
            """)
        #expect(
            log == [
                "2026-02-01T12:00:00Z", "Sunday 13:00", "2026-08-01 12:00 +0200",
                "2026-02-01 07:00", "2026-02-01T17:45:00+05:45", "Sat",
            ])
    }

    @Test func `a clock goes both ways`() async throws {
        let log = try await logged(
            """
            local now = keeper.clock()
            print(now.year, now.month, now.day, now.hour, now.weekday, now.yearday, now.offset)
            print(keeper.clock(now) == keeper.now())
            print(keeper.clock { year = 2026, month = 3, day = 29, hour = 2, minute = 30 })
            print(keeper.clock({ year = 2026, month = 12, day = 24, hour = 18 }, "Asia/Tokyo"))
            print(keeper.clock(0, "America/New_York").hour)
            """)
        #expect(
            log == [
                "2026\t2\t1\t13\t7\t32\t3600", "true", "1774746000", "1798102800", "19",
            ])
    }

    @Test func `timers at times of the clock come out as they were meant`() async throws {
        let report = try await Stage.run(
            """
            function on_message()
              keeper.at("07:00", "digest", { n = 1 })
              keeper.at("2026-12-24 18:00", "eve")
              keeper.every("mon..fri 09:00", "report")
              keeper.every("15m", "poll", nil, { missed = "skip" })
              keeper.cancel_timer("poll")
            end
            function on_timer() end
            """, environment: Self.berlin)
        #expect(report.failure == nil)
        let digest = try #require(Instant(rfc3339: "2026-02-02T06:00:00Z"))
        let eve = try #require(Instant(rfc3339: "2026-12-24T17:00:00Z"))
        #expect(
            report.decisions == [
                .at(
                    ClockTimerRequest(
                        words: "07:00", due: digest, name: "digest", data: ["n": 1])),
                .at(ClockTimerRequest(words: "2026-12-24 18:00", due: eve, name: "eve")),
                .every(ScheduleRequest(words: "mon..fri 09:00", name: "report")),
                .every(ScheduleRequest(words: "15m", missed: .skip, name: "poll")),
                .cancelTimer("poll"),
            ])
    }

    @Test(arguments: [
        (#"keeper.at("7 o'clock", "x")"#, #"keeper.at: "7 o'clock" is no time; write "07:00","#),
        (#"keeper.at("2020-01-01 10:00", "x")"#, #"keeper.at: "2020-01-01 10:00" is over"#),
        (#"keeper.every("daily", "x")"#, #"keeper.every: "daily" is no schedule; write "15m","#),
        (#"keeper.every("1s", "x")"#, #"keeper.every: "1s" is less than 10 s"#),
        (
            #"keeper.every("15m", "x", nil, { missed = "all" })"#,
            #"keeper.every: missed is "all", not one of "once", "skip""#
        ),
        (#"keeper.date(nil, "%Q")"#, "keeper.date: the format has %Q; the directives are"),
        (
            #"keeper.date(nil, "%H", "Mars/Olympus")"#,
            #"keeper.date: there is no time zone "Mars/Olympus"; write one such as"#
        ),
        (#"keeper.clock { month = 2 }"#, "keeper.clock: year is missing"),
        (#"keeper.clock { year = 2026, month = 2, day = 30 }"#, "there is no such date"),
        (#"keeper.clock { year = 2026, hours = 2 }"#, #"unknown field "hours"; did you mean"#),
    ])
    func `a mistake is named on its line`(line: String, expected: String) async throws {
        let complaint = try #require(try await Stage.complaint(line, environment: Self.berlin))
        #expect(complaint.hasPrefix("10-test.lua:2:"), "\(complaint)")
        #expect(complaint.contains(expected), "\(complaint)")
    }

    @Test func `a zone that is asked for while a file loads is found too`() async throws {
        let worker = Stage.worker()
        await worker.setEnvironment(Self.berlin)
        let loaded = try await worker.load(
            "10-a.lua",
            source: #"print(keeper.date(0, "%R", "Asia/Tokyo")) function on_start() end"#,
            now: Stage.noon
        ).get()
        #expect(loaded.log == ["09:00"])
        // Another zone in the configuration needs another process.
        await worker.setEnvironment(ScriptEnvironment(zone: LocalZone.named("Asia/Tokyo") ?? .utc))
        let report = await worker.run(
            "10-a.lua", HandlerCall(.onStart, ["start"]), now: Stage.noon,
            answering: Stage.nobody)
        #expect(report.outcome == .completed)
        await worker.shutDown()
    }
}
