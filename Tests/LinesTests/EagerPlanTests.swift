import Lines
import Testing

/// How often the plan asks about lines whose messages are expected.
@Suite("The plan of an eager line")
struct EagerPlanTests {
    private func due(
        _ kind: Duty.Kind, of line: Line, _ pace: Pace, awaited: Bool = false,
        policy: Policy = Policy(), at now: Instant = noon
    ) -> Duration? {
        Plan.duties(for: line, policy: policy, awaited: awaited, pace: pace, now: now)
            .first { $0.kind == kind }.map { $0.due - noon }
    }

    private func pace(
        eager: Duration? = nil, asked: Duration? = nil, _ change: (inout Pace) -> Void = { _ in }
    ) -> Pace {
        var pace = Pace(eager: eager)
        pace.askedAt = asked.map { noon + $0 }
        change(&pace)
        return pace
    }

    private let second = Duration.seconds(1)

    @Test func `asks about an order as often as the budget allows, and calmly afterwards`() {
        let line = activation { $0.lookedAt = noon }
        #expect(due(.poll, of: line, pace()) == .seconds(5))
        #expect(due(.poll, of: line, pace(eager: second)) == second)
        #expect(due(.poll, of: line, pace(eager: .seconds(30))) == .seconds(5), "at the latest")
        let received = activation {
            $0.state = .received
            $0.lookedAt = noon
        }
        #expect(due(.poll, of: received, pace(eager: second)) == .seconds(15))
        #expect(
            due(.poll, of: received, pace(eager: second), awaited: true) == .milliseconds(500),
            "somebody waits for another")
    }

    @Test func `counts from the question, so that a slow network takes no time`() {
        let line = activation { $0.lookedAt = noon }
        let asked = Duration.milliseconds(-300)
        #expect(due(.poll, of: line, pace(eager: second, asked: asked)) == second + asked)
        #expect(due(.poll, of: line, pace(asked: asked)) == .seconds(5))
        // The answer to a later question is still to come.
        #expect(due(.poll, of: line, pace(eager: second, asked: .milliseconds(200))) == second)
    }

    @Test func `does not slow down for a person what is asked about for the manager`() {
        let line = activation { $0.lookedAt = noon }
        let slow = pace(eager: second) { $0.awaited = .seconds(2) }
        #expect(due(.poll, of: line, slow, awaited: true) == second)
        let calm = pace { $0.awaited = .seconds(2) }
        #expect(due(.poll, of: line, calm, awaited: true) == .seconds(2))
    }

    // MARK: Rentals

    private func listening(
        _ window: Duration? = nil, _ change: (inout Line) -> Void = { _ in }
    ) -> Line {
        rental { line in
            _ = line.apply(
                .status(RentalStatus(isAvailable: true, activeFor: window)), at: noon)
            line.lookedAt = noon
            change(&line)
        }
    }

    @Test func `reads the messages of a rental between two looks, and looks in time`() {
        func both(_ pace: Pace, at now: Instant = noon) -> [Duration?] {
            [.look, .read].map { due($0, of: listening(), pace, at: now) }
        }
        let eager = pace(eager: second, asked: .zero) { $0.checkedAt = noon }
        #expect(both(eager) == [.seconds(10), .seconds(3)])
        #expect(both(pace()) == [.seconds(10), nil])
        var read = eager
        read.askedAt = noon + .seconds(8)
        read.isRead = true
        #expect(both(read, at: noon + .seconds(8)) == [.seconds(10), nil], "a look brings them")
        read.askedAt = noon + .seconds(3)
        #expect(both(read, at: noon + .seconds(3)) == [.seconds(10), .seconds(6)])
    }

    @Test func `reading does not put off the look that a rental needs to stay on`() {
        let line = listening(.seconds(90)) { $0.lookedAt = noon + .seconds(70) }
        let read = pace(eager: second, asked: .seconds(70)) {
            $0.checkedAt = noon
            $0.isRead = true
        }
        var policy = Policy()
        policy.polling.rentals = .minutes(5)
        let now = noon + .seconds(70)
        #expect(due(.look, of: line, read, policy: policy, at: now) == .seconds(72))
        #expect(due(.read, of: line, read, policy: policy, at: now) == nil)
    }

    @Test func `reads only what can have received something and is wanted`() {
        let eager = pace(eager: second, asked: .zero)
        #expect(due(.read, of: listening(.seconds(90)), eager) == .seconds(3))
        let asleep = rental { line in
            _ = line.apply(
                .status(RentalStatus(isAvailable: false, activeFor: .seconds(90))), at: noon)
        }
        #expect(due(.read, of: asleep, eager) == nil)
        let pushed = pace(eager: second, asked: .zero) { $0.bringsTexts = false }
        #expect(due(.read, of: listening(), pushed) == nil)
        var onDemand = Policy()
        onDemand.rentals.listening = .onDemand
        #expect(due(.read, of: listening(), eager, policy: onDemand) == nil)
        let wanted = listening { $0.listening.wantedUntil = noon + .minutes(1) }
        #expect(due(.read, of: wanted, eager, policy: onDemand) == .seconds(3))
    }

    @Test func `reads a rental's messages for whoever waits, within what they may use`() {
        let asked = pace(asked: .zero)
        #expect(due(.read, of: listening(), asked, awaited: true) == .milliseconds(500))
        let many = pace(asked: .zero) { $0.awaited = .seconds(4) }
        #expect(due(.read, of: listening(), many, awaited: true) == .seconds(4))
        let eager = pace(eager: second, asked: .zero) { $0.awaited = .seconds(4) }
        #expect(due(.read, of: listening(), eager, awaited: true) == .seconds(3))
    }

    @Test func `a look that only uses spare requests says so, unless somebody waits`() {
        let line = activation {
            $0.state = .received
            $0.lookedAt = noon
        }
        func isSpare(awaited: Bool) -> Bool? {
            let pace = pace { $0.isListedInPart = true }
            return Plan.duties(for: line, policy: Policy(), awaited: awaited, pace: pace, now: noon)
                .first { $0.kind == .look }?.isSpare
        }
        #expect(isSpare(awaited: false) == true && isSpare(awaited: true) == false)
    }
}
