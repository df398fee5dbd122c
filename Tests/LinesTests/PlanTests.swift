import Lines
import Testing

@Suite("The plan")
struct PlanTests {
    private func listening(_ seconds: Int) -> Line {
        rental {
            _ = $0.apply(
                .status(RentalStatus(isAvailable: true, activeFor: .seconds(seconds))), at: noon)
        }
    }

    @Test func `says why in words, with the times it speaks of`() {
        let until = noon + .seconds(90)
        #expect(duty(.look, of: rental())?.reason == "not checked yet")
        let look = duty(.look, of: listening(90))
        #expect(look?.reason.description == "check for messages; it sleeps at 2026-02-01T12:01:30Z")
        #expect(look?.reason == .time("check for messages; it sleeps", until))
        #expect(Duty.Reason.days(1).description == "1 more day before it expires")
        #expect(Duty.Reason.days(30).description == "30 more days before it expires")
        #expect(
            "It \(Duty.Reason.time("expires", until))." == "It expires at 2026-02-01T12:01:30Z.")
    }

    @Test func `asks a new line at once`() {
        #expect(duty(.look, of: rental())?.due == noon)
        #expect(duty(.poll, of: activation())?.due == noon)
    }

    @Test func `refreshes a line wanted listening before its window ends`() {
        var policy = Policy()
        policy.polling.rentals = .hours(1)
        for seconds in [5, 90, 270] {
            let look = duty(.look, of: listening(seconds), policy)
            #expect(look.map { $0.due < noon + .seconds(seconds) } == true)
            #expect(look?.deadline == noon + .seconds(seconds))
        }
    }

    /// A provider that was slow for long left the rental asleep; each answer says that it is being
    /// switched on.
    @Test(arguments: [30, 90, 270, 900], [0, 1, 24])
    func `asks one that wakes again before what it switched on is off`(
        seconds: Int, hours: Int
    ) {
        let line = rental {
            for now in [noon - .hours(hours), noon] {
                _ = $0.apply(
                    .status(RentalStatus(isAvailable: false, activeFor: .seconds(seconds))),
                    at: now)
            }
        }
        #expect(duty(.look, of: line).map { $0.due < noon + .seconds(seconds) } == true)
    }

    @Test func `keeps a line on with half of a look where there is no time for more`() {
        let line = listening(90)
        let duties = Plan.duties(
            for: line, policy: Policy(), awaited: false, pace: Pace(slowdown: 4), now: noon)
        let look = duties.first { $0.kind == .look }
        #expect(look?.due == noon + .seconds(10) && look?.rank == noon + .seconds(120))
        let refresh = duties.first { $0.kind == .refresh }
        #expect(refresh?.due == noon + .seconds(72) && refresh?.deadline == noon + .seconds(90))
        var asleep = Pace(slowdown: 4)
        asleep.isKeptOn = false
        let left = Plan.duties(
            for: line, policy: Policy(), awaited: false, pace: asleep, now: noon)
        #expect(!left.contains { $0.kind == .refresh })
    }

    @Test func `one that was never asked waits since it came`() {
        let look = duty(.look, of: rental(), at: noon + .hours(1))
        #expect(look?.due == noon + .hours(1) && look?.rank == noon)
    }

    @Test func `looks calmly where a look brings no texts`() {
        var pace = Pace()
        pace.bringsTexts = false
        let line = rental {
            _ = $0.apply(.status(RentalStatus(isAvailable: true)), at: noon)
        }
        func look(awaited: Bool) -> Duty? {
            Plan.duties(for: line, policy: Policy(), awaited: awaited, pace: pace, now: noon)
                .first { $0.kind == .look }
        }
        #expect(look(awaited: false)?.due == noon + .minutes(2))
        #expect(look(awaited: true)?.due == noon + .seconds(10))
    }

    @Test func `lets a line sleep that nobody wants awake, until somebody does`() {
        var policy = Policy()
        policy.rentals.listening = .onDemand
        var line = listening(90)
        #expect(duty(.look, of: line, policy)?.due == noon + policy.polling.idle)
        line.listening.wantedUntil = noon + .hours(1)
        #expect(duty(.look, of: line, policy).map { $0.due < noon + .seconds(90) } == true)
    }

    @Test func `asks fast what somebody waits for`() {
        let calm = duty(.poll, of: activation { $0.lookedAt = noon })
        let awaited = duty(.poll, of: activation { $0.lookedAt = noon }, awaited: true)
        #expect(calm?.due == noon + .seconds(5))
        #expect(awaited?.due == noon + .milliseconds(500))
        #expect(awaited?.isAwaited == true)
    }

    private func poll(_ line: Line, _ pace: Pace, awaited: Bool = false, at now: Instant) -> Duty? {
        Plan.duties(for: line, policy: Policy(), awaited: awaited, pace: pace, now: now)
            .first { $0.kind == .poll }
    }

    @Test func `asks calmly what is told on a feed`() {
        let line = activation { $0.lookedAt = noon }
        var pace = Pace(eager: .seconds(1))
        pace.hasFeed = true
        #expect(poll(line, pace, at: noon)?.due == noon + .seconds(30))
        #expect(poll(line, pace, awaited: true, at: noon)?.due == noon + .seconds(5))
    }

    @Test func `asks for itself what the list of all does not name`() {
        var pace = Pace()
        pace.isMissing = true
        let duties = Plan.duties(
            for: activation { $0.lookedAt = noon }, policy: Policy(), awaited: false, pace: pace,
            now: noon)
        #expect(duties.map(\.kind) == [.look, .expire])
        #expect(duties.first?.due == noon + .seconds(5))
    }

    @Test func `looks closer at what the list shows only in part, after everything else`() {
        var pace = Pace()
        pace.isListedInPart = true
        pace.checkedAt = noon - .seconds(10)
        let line = activation {
            $0.state = .received
            $0.lookedAt = noon
        }
        let now = noon + .seconds(30)
        let duties = Plan.duties(
            for: line, policy: Policy(), awaited: false, pace: pace, now: now)
        let look = duties.first { $0.kind == .look }
        let poll = duties.first { $0.kind == .poll }
        #expect(look?.due == noon + .seconds(20))
        #expect(look.flatMap { look in poll.map { $0.rank < look.rank } } == true)
    }

    @Test func `finds out what became of a call, however often lists are asked for`() {
        var pace = Pace()
        pace.checkedAt = noon - .seconds(10)
        let line = activation {
            $0.inDoubt = true
            $0.lookedAt = noon
        }
        let duties = Plan.duties(
            for: line, policy: Policy(), awaited: false, pace: pace, now: noon)
        #expect(duties.map(\.kind) == [.look] && duties[0].due == noon - .seconds(5))
    }

    @Test func `where there is no time for all, what is over and what is answered wait longest`() {
        let pace = Pace(slowdown: 10)
        let waiting = poll(activation { $0.lookedAt = noon }, pace, at: noon + .minutes(10))
        let over = activation {
            $0.state = .finished
            $0.endedAt = noon - .minutes(5)
            $0.lookedAt = noon - .minutes(5)
        }
        let late = Plan.duties(
            for: over, policy: Policy(), awaited: false, pace: pace, now: noon + .minutes(10))
        #expect(late.count == 1 && late[0].due <= noon)
        #expect(waiting.map { $0.rank < late[0].rank } == true)
    }

    @Test func `lets young orders go before old ones that are due as well, and none starve`() {
        let young = poll(activation { $0.lookedAt = noon }, Pace(), at: noon + .minutes(12))
        let old = activation {
            $0.purchasedAt = noon - .minutes(12)
            $0.lookedAt = noon
        }
        let late = poll(old, Pace(), at: noon + .minutes(12))
        #expect(young?.due == late?.due)
        #expect(young.flatMap { young in late.map { young.rank < $0.rank } } == true)
        // An order nobody has asked about yet goes before the others.
        let unasked = activation { $0.purchasedAt = noon - .minutes(1) }
        let asked = activation {
            $0.purchasedAt = noon - .minutes(1)
            $0.lookedAt = noon - .seconds(10)
        }
        #expect(
            poll(unasked, Pace(), at: noon).flatMap { unasked in
                poll(asked, Pace(), at: noon).map { unasked.rank < $0.rank }
            } == true)
        // An order with its code gets the smallest share.
        let answered = activation {
            $0.state = .received
            $0.lookedAt = noon
        }
        let anew = activation { $0.lookedAt = noon + .seconds(50) }
        #expect(
            poll(answered, Pace(), at: noon + .minutes(1)).flatMap { answered in
                poll(anew, Pace(), at: noon + .minutes(1)).map { $0.rank < answered.rank }
            } == true)
        // If everything takes ten times as long, the shares do too.
        let pace = Pace(slowdown: 10)
        #expect(poll(anew, pace, at: noon).map { $0.rank == noon + .seconds(100) } == true)
        // A minute of waiting outweighs any age.
        let waited = activation {
            $0.purchasedAt = noon - .hours(5)
            $0.lookedAt = noon
        }
        let fresh = activation { $0.lookedAt = noon + .minutes(2) }
        let now = noon + .minutes(3)
        #expect(
            poll(waited, Pace(), at: now).flatMap { waited in
                poll(fresh, Pace(), at: now).map { waited.rank < $0.rank }
            } == true)
    }

    @Test func `looks for late messages for a while after the end, then rests`() {
        let ended = activation { _ = $0.apply(.time, at: noon + .minutes(20)) }
        let late = duty(.look, of: ended, at: noon + .minutes(20))
        #expect(late != nil)
        let looked = activation {
            _ = $0.apply(.time, at: noon + .minutes(20))
            $0.lookedAt = noon + .minutes(34)
        }
        #expect(duty(.look, of: looked, at: noon + .minutes(34)) == nil)
        let lost = rental { _ = $0.apply(.unknownToProvider, at: noon) }
        #expect(Plan.duties(for: lost, policy: Policy(), awaited: false, now: noon).isEmpty)
    }

    @Test func `is in order of time`() {
        var policy = Policy()
        policy.rentals.extendBefore = .days(1)
        policy.rentals.extendDays = 30
        policy.rentals.refundUnused = true
        let duties = Plan.duties(for: rental(), policy: policy, awaited: false, now: noon)
        #expect(duties.count == 5)
        #expect(duties.map(\.due) == duties.map(\.due).sorted())
    }
}
