import Accounts
import Keeping
import Lines
import Testing
import Transport

/// When a provider's clock is believed, and when it may trigger anything.
@Suite("A provider's clock")
struct AccountClockTests {
    /// A clock, the time that passes, and the news it reports.
    private struct Listening {
        var clock = AccountClock()
        var now = noon
        var uptime = Duration.zero
        var news: [AccountClock.News] = []

        mutating func hear(_ ahead: Duration, for time: Duration, every pause: Duration) {
            var rest = time
            while rest > .zero {
                hear(ahead)
                now = now + pause
                uptime += pause
                rest -= pause
            }
        }

        mutating func hear(_ ahead: Duration) { hear(date: now + ahead) }

        mutating func hear(date: Instant) {
            if let told = clock.learn(providerTime: date, at: now, uptime: uptime) {
                news.append(told)
            }
        }

        var reckoning: Reckoning { clock.reckoning(at: now) }
    }

    @Test func `three answers at the start are enough to look by, and ten minutes to act by`() {
        for skew in [Duration.minutes(3), .minutes(-3), .hours(3), .days(-1)] {
            var fixture = Listening()
            fixture.hear(skew, for: .seconds(2), every: .seconds(1))
            #expect(fixture.clock.ahead == .zero)
            fixture.hear(skew)
            #expect(fixture.clock.ahead == skew)
            #expect(fixture.reckoning.sure == fixture.now + min(.zero, skew))
            #expect(fixture.news == [.differs(by: skew)])
            fixture.hear(skew, for: .minutes(10), every: .seconds(20))
            fixture.hear(skew + .seconds(1))
            #expect(fixture.clock.isSettled)
            #expect(fixture.reckoning == Reckoning(fixture.now + skew))
            #expect(fixture.news == [.differs(by: skew)])
        }
    }

    @Test func `where both clocks show the same there is nothing to wait for`() {
        var fixture = Listening()
        fixture.hear(.seconds(2))
        #expect(fixture.clock.isSettled && fixture.clock.isConfirmed)
        #expect(fixture.reckoning == Reckoning(fixture.now))
    }

    @Test(arguments: [
        Duration.hours(156), .days(30), .days(3650), .hours(2), .hours(-2), .minutes(3),
        .minutes(-8),
    ])
    func `a jump that lasts seconds or minutes is told once, and when it is over`(jump: Duration) {
        for length in [Duration.seconds(8), .seconds(12), .minutes(9)] {
            var fixture = Listening()
            fixture.hear(.zero)
            fixture.hear(jump, for: length, every: .seconds(1))
            #expect(fixture.clock.ahead == .zero)
            #expect(fixture.reckoning == Reckoning(fixture.now))
            fixture.hear(.zero)
            #expect(fixture.news == [.jumped(by: jump), .over])
        }
    }

    @Test func `a jump at the start, when nothing is known, ends nothing either`() {
        for jump in [Duration.hours(156), .days(3650), .hours(2)] {
            var fixture = Listening()
            fixture.hear(jump, for: .seconds(12), every: .seconds(1))
            #expect(fixture.reckoning.sure == fixture.now)
            fixture.hear(.zero, for: .seconds(4), every: .seconds(1))
            #expect(fixture.clock.ahead == .zero && fixture.clock.isSettled)
            #expect(fixture.news == [.differs(by: jump), .over])
        }
    }

    @Test func `no date outside this century is a clock's`() {
        var fixture = Listening()
        for date in [Int64(0), -1_000, 253_402_300_799_000, 4_200_000_000_000, 946_684_800_000] {
            for _ in 0..<2000 {
                fixture.hear(date: Instant(milliseconds: date))
                fixture.now = fixture.now + .seconds(10)
                fixture.uptime += .seconds(10)
            }
        }
        #expect(fixture.clock == AccountClock())
        #expect(fixture.news.isEmpty)
    }

    @Test func `servers that differ prove nothing, however long`() {
        for pair in [
            (Duration.zero, Duration.hours(1)), (.hours(1), .hours(2)), (.hours(-1), .days(1)),
        ] {
            var fixture = Listening()
            for _ in 0..<2000 {
                fixture.hear(pair.0)
                fixture.hear(pair.1)
                fixture.now = fixture.now + .seconds(10)
                fixture.uptime += .seconds(10)
            }
            #expect(fixture.reckoning.sure <= fixture.now)
            #expect(fixture.clock.ahead == .zero)
            #expect(fixture.news.count < 80)
        }
    }

    @Test func `a jump that lasts is believed, the sooner the smaller, and told`() {
        var fixture = Listening()
        fixture.hear(.zero)
        fixture.hear(.minutes(4), for: .minutes(11), every: .seconds(10))
        #expect(fixture.clock.ahead == .minutes(4))
        fixture.hear(.hours(2), for: .minutes(59), every: .seconds(10))
        #expect(fixture.clock.ahead == .minutes(4))
        fixture.hear(.hours(2), for: .minutes(2), every: .seconds(10))
        #expect(fixture.reckoning == Reckoning(fixture.now + .hours(2)))
        #expect(
            fixture.news == [
                .jumped(by: .minutes(4)), .believed(.minutes(4)),
                .jumped(by: .hours(2) - .minutes(4)), .believed(.hours(2)),
            ])
        // A jump to our own clock's time is believed much sooner.
        fixture.hear(.zero, for: .seconds(70), every: .seconds(10))
        #expect(fixture.reckoning == Reckoning(fixture.now))
    }

    @Test func `a jump that lines contradict is not believed at the start`() {
        var fixture = Listening()
        for _ in 0..<1000 {
            fixture.clock.contradict(
                aliveUntil: fixture.now + .minutes(20), at: fixture.now, uptime: fixture.uptime)
            fixture.hear(.hours(2), for: .seconds(20), every: .seconds(10))
        }
        #expect(fixture.reckoning.sure == fixture.now)
    }

    @Test
    func `what was believed is in question again where lines and our own clock contradict it`() {
        var fixture = Listening()
        fixture.hear(.hours(2), for: .minutes(20), every: .seconds(10))
        #expect(fixture.reckoning.sure == fixture.now + .hours(2))
        fixture.clock.contradict(
            aliveUntil: fixture.now + .minutes(20), at: fixture.now, uptime: fixture.uptime)
        #expect(fixture.reckoning.sure == fixture.now)
        // A rental that ended minutes ago may still be reported as alive.
        fixture.hear(.hours(2), for: .minutes(20), every: .seconds(10))
        fixture.clock.contradict(
            aliveUntil: fixture.now + .hours(2) - .minutes(3), at: fixture.now,
            uptime: fixture.uptime)
        #expect(fixture.reckoning.sure == fixture.now + .hours(2))
    }
}
