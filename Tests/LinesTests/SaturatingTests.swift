import Lines
import Testing

/// Numbers from outside that would overflow.
@Suite("Arithmetic with what strangers send") struct SaturatingTests {
    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func `ends at the first and the last instant`(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        for seconds in [Int64.min, -1, 0, 1, .max] {
            let duration = Duration.seconds(seconds)
            let later = instant + duration
            #expect(seconds < 0 ? later <= instant : later >= instant)
            #expect(seconds < 0 ? instant - duration >= instant : instant - duration <= instant)
            _ = Instant(unixSeconds: seconds).rfc3339
            _ = (instant - Instant(unixSeconds: seconds)).milliseconds
        }
        #expect((Instant(milliseconds: .max) - Instant(milliseconds: .min)).milliseconds == .max)
        _ = instant.rfc3339
    }

    @Test(arguments: [
        (Double.nan, Int64(0)), (.infinity, Int64.max), (-.infinity, .min), (1e300, .max),
        (-1e300, .min),
        (1.5, 1500), (-2, -2000), (9.2e15, 9_200_000_000_000_000_000), (9.3e15, .max),
    ])
    func `reads every number of seconds`(seconds: Double, milliseconds: Int64) {
        #expect(Instant(fractionalUnixSeconds: seconds).milliseconds == milliseconds)
    }

    @Test func `has no span that overflows`() {
        #expect(Duration.days(.max) == .seconds(Int64.max))
        #expect(Duration.hours(.min) == .seconds(Int64.min))
        #expect(Duration.minutes(3) == .seconds(180))
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
        #expect(Duration.seconds(Int64.min).microseconds == .min)
    }

    @Test func `has no amount that overflows`() {
        let most = Money(tenThousandths: .max)
        let least = Money(tenThousandths: .min)
        #expect(most + most == most)
        #expect(least - most == least)
        #expect(-least == most)
        #expect((-most + most).tenThousandths == 0)
        _ = least.decimal
    }
}
