import Keeping
import Lines
import Testing

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
            var house = Listening()
            house.hear(skew, for: .seconds(2), every: .seconds(1))
            #expect(house.clock.ahead == .zero)
            house.hear(skew)
            #expect(house.clock.ahead == skew)
            #expect(house.reckoning.sure == house.now + min(.zero, skew))
            #expect(house.news == [.differs(by: skew)])
            house.hear(skew, for: .minutes(10), every: .seconds(20))
            house.hear(skew + .seconds(1))
            #expect(house.clock.isSettled)
            #expect(house.reckoning == Reckoning(house.now + skew))
            #expect(house.news == [.differs(by: skew)])
        }
    }

    @Test func `where both clocks show the same there is nothing to wait for`() {
        var house = Listening()
        house.hear(.seconds(2))
        #expect(house.clock.isSettled && house.clock.isConfirmed)
        #expect(house.reckoning == Reckoning(house.now))
    }

    @Test(arguments: [
        Duration.hours(156), .days(30), .days(3650), .hours(2), .hours(-2), .minutes(3),
        .minutes(-8),
    ])
    func `a jump that lasts seconds or minutes is told once, and when it is over`(jump: Duration) {
        for length in [Duration.seconds(8), .seconds(12), .minutes(9)] {
            var house = Listening()
            house.hear(.zero)
            house.hear(jump, for: length, every: .seconds(1))
            #expect(house.clock.ahead == .zero)
            #expect(house.reckoning == Reckoning(house.now))
            house.hear(.zero)
            #expect(house.news == [.jumped(by: jump), .over])
        }
    }

    @Test func `a jump at the start, when nothing is known, ends nothing either`() {
        for jump in [Duration.hours(156), .days(3650), .hours(2)] {
            var house = Listening()
            house.hear(jump, for: .seconds(12), every: .seconds(1))
            #expect(house.reckoning.sure == house.now)
            house.hear(.zero, for: .seconds(4), every: .seconds(1))
            #expect(house.clock.ahead == .zero && house.clock.isSettled)
            #expect(house.news == [.differs(by: jump), .over])
        }
    }

    @Test func `no date outside this century is a clock's`() {
        var house = Listening()
        for date in [Int64(0), -1_000, 253_402_300_799_000, 4_200_000_000_000, 946_684_800_000] {
            for _ in 0..<2000 {
                house.hear(date: Instant(milliseconds: date))
                house.now = house.now + .seconds(10)
                house.uptime += .seconds(10)
            }
        }
        #expect(house.clock == AccountClock())
        #expect(house.news.isEmpty)
    }

    @Test func `servers that differ prove nothing, however long`() {
        for pair in [
            (Duration.zero, Duration.hours(1)), (.hours(1), .hours(2)), (.hours(-1), .days(1)),
        ] {
            var house = Listening()
            for _ in 0..<2000 {
                house.hear(pair.0)
                house.hear(pair.1)
                house.now = house.now + .seconds(10)
                house.uptime += .seconds(10)
            }
            #expect(house.reckoning.sure <= house.now)
            #expect(house.clock.ahead == .zero)
            #expect(house.news.count < 80)
        }
    }

    @Test func `a jump that lasts is believed, the sooner the smaller, and told`() {
        var house = Listening()
        house.hear(.zero)
        house.hear(.minutes(4), for: .minutes(11), every: .seconds(10))
        #expect(house.clock.ahead == .minutes(4))
        house.hear(.hours(2), for: .minutes(59), every: .seconds(10))
        #expect(house.clock.ahead == .minutes(4))
        house.hear(.hours(2), for: .minutes(2), every: .seconds(10))
        #expect(house.reckoning == Reckoning(house.now + .hours(2)))
        #expect(
            house.news == [
                .jumped(by: .minutes(4)), .believed(.minutes(4)),
                .jumped(by: .hours(2) - .minutes(4)), .believed(.hours(2)),
            ])
        // A jump to our own clock's time is believed much sooner.
        house.hear(.zero, for: .seconds(70), every: .seconds(10))
        #expect(house.reckoning == Reckoning(house.now))
    }

    @Test func `a jump that lines contradict is not believed at the start`() {
        var house = Listening()
        for _ in 0..<1000 {
            house.clock.contradict(
                aliveUntil: house.now + .minutes(20), at: house.now, uptime: house.uptime)
            house.hear(.hours(2), for: .seconds(20), every: .seconds(10))
        }
        #expect(house.reckoning.sure == house.now)
    }

    @Test
    func `what was believed is in question again where lines and our own clock contradict it`() {
        var house = Listening()
        house.hear(.hours(2), for: .minutes(20), every: .seconds(10))
        #expect(house.reckoning.sure == house.now + .hours(2))
        house.clock.contradict(
            aliveUntil: house.now + .minutes(20), at: house.now, uptime: house.uptime)
        #expect(house.reckoning.sure == house.now)
        // A rental that ended minutes ago may still be reported as alive.
        house.hear(.hours(2), for: .minutes(20), every: .seconds(10))
        house.clock.contradict(
            aliveUntil: house.now + .hours(2) - .minutes(3), at: house.now, uptime: house.uptime)
        #expect(house.reckoning.sure == house.now + .hours(2))
    }
}
