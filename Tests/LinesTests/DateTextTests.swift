import Foundation
import Lines
import Testing

/// Times as clocks show them, compared with the C library's own `strftime`.
@Suite struct DateTextTests {
    @Test(arguments: [0, 1_774_746_000, 1_793_000_000, 951_782_400, -1, 4_102_444_799])
    func `a format means what strftime means by it`(seconds: Int) throws {
        let format = "%Y %y %m %d %H %I %M %S %p %A %a %B %b %u %j %F %T %R %%"
        var time = time_t(seconds)
        var fields = tm()
        gmtime_r(&time, &fields)
        var buffer = [CChar](repeating: 0, count: 300)
        let count = strftime(&buffer, buffer.count, format, &fields)
        let expected = String(decoding: buffer[..<count].map(UInt8.init), as: UTF8.self)
        let instant = Instant(unixSeconds: Int64(seconds))
        #expect(try DateText.text(instant, format: format, in: .utc) == expected)
    }

    @Test func `offsets and names are those of the zone`() throws {
        let instant = try #require(Instant(rfc3339: "2026-07-01T22:05:09Z"))
        let kathmandu = ScheduleTests.zone("Asia/Kathmandu")
        #expect(
            try DateText.text(instant, format: "%A, %e %B, %R %z (%Z)", in: kathmandu)
                == "Thursday, 2 July, 03:50 +0545 (Asia/Kathmandu)")
        #expect(
            try DateText.text(instant, format: "%z", in: ScheduleTests.zone("America/New_York"))
                == "-0400")
    }

    @Test(arguments: ["%Q", "100%", "%d.%"])
    func `an unknown directive is named`(format: String) {
        #expect(throws: Schedule.Unreadable.self) {
            try DateText.text(Instant(unixSeconds: 0), format: format, in: .utc)
        }
    }

    @Test(arguments: ScheduleTests.zones)
    func `what clocks show leads back to the instant`(name: String) throws {
        let zone = ScheduleTests.zone(name)
        var instant = try #require(Instant(rfc3339: "2026-01-01T00:07:00Z"))
        for _ in 0..<9000 {
            let civil = zone.civil(at: instant)
            let back = try #require(zone.instant(of: civil))
            // An hour shown twice leads to the first.
            #expect(zone.civil(at: back) == civil && back <= instant)
            #expect(instant - back <= .hours(1))
            instant = instant + .minutes(58)
        }
    }
}
