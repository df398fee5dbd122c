import Accounts
import Keeping
import Lines
import Testing

/// The lengths by which a provider's clock is judged, each to the second.
@Suite struct `The lengths a provider's clock is judged by` {
    private struct Listening {
        var clock = AccountClock()
        var now = noon
        var uptime = Duration.zero

        @discardableResult
        mutating func hear(_ ahead: Duration) -> AccountClock.News? {
            clock.learn(providerTime: now + ahead, at: now, uptime: uptime)
        }

        mutating func pass(_ time: Duration) {
            now = now + time
            uptime += time
        }

        /// Answers at even distances, the last one when `time` has passed.
        mutating func hear(_ ahead: Duration, _ count: Int, over time: Duration) {
            for index in 0..<count {
                if index > 0 { pass(time / (count - 1)) }
                hear(ahead)
            }
        }
    }

    private func settled() -> Listening {
        var fixture = Listening()
        fixture.hear(.zero)
        return fixture
    }

    @Test(arguments: [5, -5])
    func `five seconds are the way of an answer, six are a difference`(seconds: Int64) {
        var near = Listening()
        near.hear(.seconds(seconds), 3, over: .seconds(2))
        #expect(near.clock.ahead == .zero && near.clock.isSettled)
        var far = Listening()
        far.hear(.seconds(seconds + seconds.signum()), 3, over: .seconds(2))
        #expect(far.clock.ahead == .seconds(seconds + seconds.signum()))
    }

    @Test func `a difference at the start is acted by after ten minutes and three answers`() {
        func isSettled(after time: Duration) -> Bool {
            var fixture = Listening()
            fixture.hear(.hours(2), 3, over: .seconds(2))
            fixture.hear(.hours(2), 3, over: time - .seconds(2))
            return fixture.clock.isSettled
        }
        #expect(!isSettled(after: .minutes(10) - .seconds(2)))
        #expect(isSettled(after: .minutes(10) + .seconds(2)))
    }

    @Test func `a jump of ten minutes is believed after ten, a greater one after an hour`() {
        func isBelieved(_ jump: Duration, after time: Duration, _ count: Int = 11) -> Bool {
            var fixture = settled()
            fixture.hear(jump, count, over: time)
            return fixture.clock.ahead == jump
        }
        #expect(!isBelieved(.minutes(10), after: .minutes(9)))
        #expect(isBelieved(.minutes(10), after: .minutes(10)))
        #expect(isBelieved(.minutes(10), after: .minutes(10), 3))
        let more = Duration.minutes(10) + .seconds(1)
        #expect(!isBelieved(more, after: .minutes(10)))
        #expect(!isBelieved(more, after: .minutes(59)))
        #expect(isBelieved(more, after: .hours(1)))
        #expect(!isBelieved(more, after: .hours(2), 9), "an hour, and ten answers")
        #expect(isBelieved(more, after: .minutes(90), 10))
    }

    @Test func `a jump back to our own time is believed after a minute`() {
        func isBelieved(after time: Duration) -> Bool {
            var fixture = settled()
            fixture.hear(.hours(2), 11, over: .hours(1))
            #expect(fixture.clock.ahead == .hours(2))
            fixture.hear(.zero, 7, over: time)
            return fixture.clock.ahead == .zero
        }
        #expect(!isBelieved(after: .seconds(54)))
        #expect(isBelieved(after: .minutes(1)))
    }

    @Test func `a jump is told by its second answer, once, and only if it is a minute or more`() {
        var fixture = settled()
        #expect(fixture.hear(.hours(1)) == nil)
        fixture.pass(.seconds(1))
        #expect(fixture.hear(.hours(1)) == .jumped(by: .hours(1)))
        fixture.pass(.seconds(1))
        #expect(fixture.hear(.hours(1)) == nil)
        #expect(fixture.hear(.zero) == .over)
        #expect(fixture.hear(.zero) == nil)
        // The next one is told when ten minutes have passed.
        fixture.pass(.minutes(9))
        for _ in 0..<3 { #expect(fixture.hear(.hours(1)) == nil) }
        fixture.pass(.minutes(1))
        #expect(fixture.hear(.hours(1)) == .jumped(by: .hours(1)))
        var small = settled()
        for _ in 0..<3 { #expect(small.hear(.seconds(59)) == nil) }
        #expect(small.hear(.zero) == nil, "what was not told is not over")
    }

    @Test func `at the start a jump is told only if a line contradicts it`() {
        var fixture = Listening()
        #expect(fixture.hear(.hours(2)) == nil)
        #expect(fixture.hear(.hours(2)) == nil)
        var other = Listening()
        other.hear(.hours(2))
        other.clock.contradict(aliveUntil: other.now, at: other.now, uptime: other.uptime)
        #expect(other.hear(.hours(2)) == .jumped(by: .hours(2)))
        #expect(other.hear(.hours(2)) == nil, "and not believed by its third answer")
        #expect(other.clock.ahead == .zero)
    }

    @Test func `a line may be shown as alive for five minutes after its end`() {
        func isContradicted(_ late: Duration) -> Bool {
            var fixture = Listening()
            fixture.hear(.hours(2))
            fixture.clock.contradict(
                aliveUntil: fixture.now + .hours(2) - late, at: fixture.now,
                uptime: fixture.uptime)
            fixture.hear(.hours(2), 2, over: .seconds(1))
            return fixture.clock.ahead == .zero
        }
        #expect(!isContradicted(.minutes(5)))
        #expect(isContradicted(.minutes(5) + .seconds(1)))
    }

    @Test func `two clocks that differ at the start and then agree are told to be right again`() {
        var fixture = Listening()
        var news = (0..<3).compactMap { _ in fixture.hear(.hours(2)) }
        #expect(news == [.differs(by: .hours(2))])
        news = (0..<3).compactMap { _ in fixture.hear(.zero) }
        #expect(news == [.over])
        #expect(fixture.clock.isSettled)
        // A difference of seconds is nothing to tell of, and so is its end.
        var small = Listening()
        news = (0..<3).compactMap { _ in small.hear(.seconds(30)) }
        news += (0..<3).compactMap { _ in small.hear(.zero) }
        #expect(news.isEmpty && small.clock.ahead == .zero)
    }
}
