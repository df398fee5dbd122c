import Lines
import Testing

@Suite("Silence")
struct SilenceTests {
    /// The silence after unanswered calls at this interval for this long.
    private func silence(_ duration: Duration, every pause: Duration = .minutes(1)) -> Silence {
        var silence = Silence(since: noon)
        var now = noon
        while now < noon + duration {
            now = now + pause
            silence.goOn(at: now)
        }
        return silence
    }

    @Test func `is for good after three days of asking`() {
        #expect(!silence(.days(3) - .minutes(1)).isGone)
        #expect(silence(.days(3)).isGone)
        #expect(silence(.days(3), every: Silence.probing).isGone)
    }

    @Test func `counts only while it is asked, whatever the clock does`() {
        #expect(!silence(.days(30), every: .hours(12)).isGone)
        var set = silence(.days(2))
        set.goOn(at: noon + .days(200))
        set.goOn(at: noon - .days(200))
        #expect(!set.isGone)
        #expect(set.asked <= .days(2) + Silence.probing)
    }

    @Test func `goes on where it was left, not counting the time between`() {
        let before = silence(.days(2))
        var after = Silence(
            since: before.since, asked: before.asked, now: noon + .days(20))
        #expect(!after.isGone)
        for minute in 1...(24 * 60) { after.goOn(at: noon + .days(20) + .minutes(minute)) }
        #expect(after.isGone)
        #expect(after.since == noon)
    }

    @Test func `is written down now and then, and when it has become one for good`() {
        let short = silence(.minutes(30))
        #expect(!short.isNews(to: nil))
        let long = silence(.hours(2))
        #expect(long.isNews(to: nil))
        #expect(!long.isNews(to: long))
        #expect(silence(.days(3)).isNews(to: silence(.days(3) - .minutes(1))))
    }

    @Test func `is as long as before when the clock is set`() {
        var set = silence(.hours(5))
        set.shift(by: .days(-2))
        #expect(set.since == noon - .days(2))
        set.goOn(at: noon + .hours(5) - .days(2) + .minutes(1))
        #expect(set.asked == .hours(5) + .minutes(1))
    }
}

@Suite("A line whose provider is gone")
struct ProviderGoneTests {
    private func line(_ kind: LineKind, doubt: Bool = false) -> Line {
        var line = Line(
            id: 1, account: "pool", provider: .smspool, kind: kind, state: .ordering,
            purchasedAt: noon)
        var purchase = Purchase(providerID: "A1", number: "+14155550123")
        purchase.expiresAt = noon + .days(30)
        _ = line.apply(.bought(purchase), at: noon)
        _ = line.apply(.looked(new: 0, last: nil), at: noon)
        line.inDoubt = doubt
        return line
    }

    @Test(arguments: LineKind.allCases)
    func `is lost, told once, and stays in doubt if it was`(kind: LineKind) {
        var lost = line(kind)
        #expect(lost.apply(.providerGone, at: noon + .days(3)).map(\.kind) == [.lost])
        #expect(lost.apply(.providerGone, at: noon + .days(3)).isEmpty)
        #expect(lost.shownState == "lost")
        var doubtful = line(kind, doubt: true)
        _ = doubtful.apply(.providerGone, at: noon + .days(3))
        #expect(doubtful.state == .lost)
        #expect(doubtful.shownState == "in_doubt")
    }

    @Test(arguments: LineKind.allCases)
    func `is over when its time had run out by then`(kind: LineKind) {
        var line = line(kind)
        _ = line.apply(.providerGone, at: noon + .days(31))
        #expect(line.state == .expired)
        #expect(line.endedWithoutAnswer)
    }

    @Test func `is what the provider says it is, once there is one`() {
        var rental = line(.rental)
        _ = rental.apply(.providerGone, at: noon + .days(3))
        let status = RentalStatus(
            isAvailable: true, activeFor: .seconds(90), expiresAt: noon + .days(30))
        let events = rental.apply(.status(status), at: noon + .days(5))
        #expect(events.map(\.kind).contains(.adopted))
        #expect(rental.state == .active)
        #expect(rental.endedAt == nil)
        #expect(rental.listening.isListening(at: noon + .days(5)))

        let outcomes: [(ActivationStatus.Phase, LineState)] = [
            (.waiting, .waiting), (.received, .received), (.refunded, .refunded),
            (.cancelled, .cancelled), (.expired, .expired), (.unclear, .lost),
        ]
        for (phase, state) in outcomes {
            var activation = line(.activation)
            _ = activation.apply(.providerGone, at: noon + .days(3))
            _ = activation.apply(.activation(ActivationStatus(phase)), at: noon + .days(5))
            #expect(activation.state == state)
        }
    }

    @Test(arguments: [LineKind.rental, .activation])
    func `is asked about once when there is somebody to ask`(kind: LineKind) {
        var line = line(kind)
        _ = line.apply(.providerGone, at: noon + .days(3))
        func duties() -> [Duty.Kind] {
            Plan.duties(for: line, policy: Policy(), awaited: false, now: noon + .days(5))
                .map(\.kind)
        }
        #expect(duties() == [.look])
        _ = line.apply(.unknownToProvider, at: noon + .days(5))
        #expect(line.state == .lost)
        #expect(duties().isEmpty)
    }
}
