import Lines
import Testing

@Suite("An instant")
struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T23:59:59Z", 951_868_799_000),
        ("2026-02-01T12:03:00.250Z", 1_769_947_380_250),
        ("1969-12-31T23:59:59Z", -1000),
        ("2100-03-01T00:00:00Z", 4_107_542_400_000),
    ])
    func `is written as RFC 3339 and read back`(text: String, milliseconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test func `reads numeric offsets and fractions of any length`() {
        #expect(
            Instant(rfc3339: "2020-01-31T15:01:52.1239+03:00")
                == Instant(rfc3339: "2020-01-31T12:01:52.123Z"))
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00", "2026-01-01T00:00:00Zjunk", "2026-01-01T00:00:00.Z",
        "２０２６-01-01T00:00:00Z",
    ])
    func `is not made from anything else`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `survives every day of four centuries`() {
        var day = Instant(milliseconds: -3_000_000_000_000)
        for _ in 0..<146_097 {
            #expect(Instant(civil: day.civil) == day)
            day = day + .days(1)
        }
    }
}
