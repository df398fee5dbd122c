import Lines
import Testing

@testable import Keeping

/// When a forward has its turn.
@Suite("The timing of a channel") struct ChannelTimingTests {
    private typealias Waiting = ChannelTiming.Waiting

    private static func at(_ time: String) -> Instant {
        Instant(rfc3339: "2026-01-02T\(time):00Z") ?? noon
    }

    private static let morning = at("00:00") + .hours(31)

    private var night: ChannelTiming {
        get throws {
            var timing = ChannelTiming()
            timing.quiet = ChannelTiming.Quiet(
                try QuietHours([QuietHours.Part(words: "22:00-07:00")], in: .utc))
            return timing
        }
    }

    private func turn(
        _ timing: ChannelTiming, _ waiting: Waiting = Waiting(), at now: Instant = at("23:00"),
        sent: [Instant] = []
    ) -> ChannelTiming.Turn {
        timing.turn(of: waiting, at: now, sent: sent, zone: .utc)
    }

    @Test func `quiet hours hold until they are over`() throws {
        #expect(try turn(night) == .later(Self.morning, .quiet))
        #expect(try turn(night, at: Self.at("21:59")) == .now)
        #expect(try turn(night, at: Self.morning) == .now)
        var each = try night
        each.quiet?.afterwards = .each
        #expect(turn(each) == .later(Self.morning, .quietEach))
        // A second try does not wake anybody either.
        #expect(try turn(night, Waiting(isAgain: true)) == .later(Self.morning, .quiet))
        #expect(try turn(night, Waiting(isAwaited: true)) == .now)
    }

    @Test func `what is let through is`() throws {
        var timing = try night
        let code = Waiting(codeUntil: Self.morning + .days(1))
        let urgent = Waiting(isUrgent: true)
        #expect(turn(timing, code) == .now)
        #expect(turn(timing, urgent) == .now)
        timing.quiet?.letThrough = [.urgent]
        #expect(turn(timing, code) == .later(Self.morning, .quiet))
        #expect(turn(timing, urgent) == .now)
        timing.quiet?.letThrough = [.code]
        #expect(turn(timing, urgent) == .later(Self.morning, .quiet))
    }

    @Test func `a code is never held past the time for which it is good`() throws {
        var timing = try night
        timing.quiet?.letThrough = []
        timing.gathering = ChannelTiming.Gathering(every: try Schedule(every: "1h"))
        timing.gathering?.letThrough = []
        timing.rate = ChannelTiming.Rate(most: 1, span: .hours(1))
        var minute = Self.at("12:00")
        while minute < Self.morning + .hours(5) {
            for validity in [1, 5, 10, 30, 90, 600, 1_500] {
                let until = minute + .minutes(validity)
                let turn = turn(
                    timing, Waiting(codeUntil: until), at: minute, sent: [minute - .minutes(3)])
                if case .later(let next, _) = turn { #expect(next + .minutes(2) <= until) }
            }
            minute = minute + .minutes(7)
        }
        // One that is of no use any more can wait.
        #expect(turn(timing, Waiting(codeUntil: Self.at("22:50"))) == .later(Self.morning, .quiet))
    }

    @Test func `a digest waits for its time, once`() throws {
        var timing = ChannelTiming()
        timing.gathering = ChannelTiming.Gathering(every: try Schedule(every: "1h"))
        #expect(turn(timing, at: Self.at("12:10")) == .later(Self.at("13:00"), .digest))
        #expect(turn(timing, at: Self.at("13:00")) == .later(Self.at("14:00"), .digest))
        #expect(turn(timing, Waiting(hold: .digest), at: Self.at("13:00")) == .now)
        #expect(turn(timing, Waiting(isAgain: true), at: Self.at("12:10")) == .now)
        #expect(turn(timing, Waiting(codeUntil: Self.morning), at: Self.at("12:10")) == .now)
        timing.gathering = ChannelTiming.Gathering(every: try Schedule(every: "1d at 07:00"))
        #expect(turn(timing, at: Self.at("12:10")) == .later(Self.morning, .digest))
    }

    @Test func `a rate leaves room as what was sent grows old`() {
        var timing = ChannelTiming()
        timing.rate = ChannelTiming.Rate(most: 3, span: .hours(1))
        let sent = [Self.at("12:00"), Self.at("12:10"), Self.at("12:20"), Self.at("12:30")]
        #expect(turn(timing, at: Self.at("12:40"), sent: sent) == .later(Self.at("13:10"), .rate))
        #expect(turn(timing, at: Self.at("13:09"), sent: sent) == .later(Self.at("13:10"), .rate))
        #expect(turn(timing, at: Self.at("13:10"), sent: sent) == .now)
        #expect(turn(timing, at: Self.at("12:40"), sent: Array(sent.prefix(2))) == .now)
        // A clock that was set back does not make anybody wait for what it has not shown yet.
        #expect(turn(timing, at: Self.at("11:00"), sent: sent) == .now)
    }
}
