import Lines
import Testing

/// Reported expiries and times that contradict known facts.
@Suite("Told ends and times")
struct ToldEndTests {
    private let bought = Instant(milliseconds: 1_769_947_200_000)

    private func line(_ kind: LineKind, isAdopted: Bool = false) -> Line {
        var line = Line(
            id: 7, account: "pool", provider: .smspool, kind: kind,
            state: kind == .rental ? .active : .waiting, purchasedAt: bought)
        line.isAdopted = isAdopted
        return line
    }

    private enum Verdict { case plausible, unlikely, impossible }

    private func verdict(
        _ told: Instant, _ line: Line, known: Duration?, after age: Duration
    ) -> Verdict {
        switch ToldEnd(told, of: line, known: known.map { bought + $0 }, at: bought + age) {
        case .plausible: .plausible
        case .unlikely: .unlikely
        case .impossible: .impossible
        }
    }

    @Test func `an end is believed, asked about or never believed`() {
        let (rental, activation) = (line(.rental), line(.activation))
        let adopted = line(.rental, isAdopted: true)
        let table: [(Instant, Line, known: Duration?, age: Duration, Verdict)] = [
            (bought + .days(30), rental, nil, .zero, .plausible),
            (bought + .days(60), rental, .days(30), .days(29), .plausible),
            (bought + .days(30) - .seconds(40), rental, .days(30), .days(1), .plausible),
            (bought + .days(30), rental, .days(30), .days(31), .plausible),
            (bought + .days(29), rental, .days(30), .days(1), .unlikely),
            (bought + .days(1), rental, .days(30), .days(2), .unlikely),
            (bought - .hours(3), rental, .days(30), .days(1), .impossible),
            (Instant(milliseconds: 94_694_400_000), rental, .days(30), .days(1), .impossible),
            (Instant(milliseconds: 0), activation, nil, .zero, .impossible),
            (Instant(milliseconds: -62_135_596_800_000), rental, nil, .zero, .impossible),
            (Instant(milliseconds: 253_402_300_799_000), rental, .days(30), .zero, .impossible),
            (bought + .minutes(20), activation, nil, .zero, .plausible),
            (bought + .minutes(20) - .hours(3), activation, nil, .zero, .impossible),
            (bought + .minutes(15), activation, .minutes(20), .minutes(1), .unlikely),
            (bought + .days(400), activation, .minutes(20), .zero, .unlikely),
            (bought - .days(30), adopted, nil, .zero, .impossible),
            (bought - .minutes(2), adopted, nil, .zero, .plausible),
            (bought + .days(3), adopted, nil, .zero, .plausible),
        ]
        for (told, line, known, age, expected) in table {
            #expect(
                verdict(told, line, known: known, after: age) == expected,
                "\(told.rfc3339) of a \(line.kind), known \(String(describing: known)), after \(age)"
            )
        }
    }

    @Test func `what is said again by another call, or for long enough, is believed`() {
        let end = bought + .days(3)
        /// Whether it is believed after each of these calls.
        func heard(
            _ calls: [(DoubtedEnd.Call, Duration)], after age: Duration = .zero
        ) -> [Bool] {
            var doubted = DoubtedEnd(end, at: .zero)
            return calls.map { doubted.hear(from: $0, at: $1, now: bought + age) }
        }
        #expect(
            heard([(.look, .zero), (.look, .seconds(10)), (.list, .seconds(20))])
                == [false, false, true])
        let looks = (0...60).map { (DoubtedEnd.Call.look, Duration.seconds($0 * 10)) }
        #expect(heard(looks).firstIndex(of: true) == 60)
        // An expiry by which the line would be over.
        #expect(
            heard([(.look, .zero), (.list, .seconds(5)), (.look, .minutes(10))], after: .days(4))
                == [false, false, true])
        let doubted = DoubtedEnd(end, at: .zero)
        #expect(doubted.isSame(as: end + .seconds(30)) && !doubted.isSame(as: end - .hours(1)))
    }

    @Test func `a message counts as received between the purchase and now, whatever its stamp`() {
        let now = bought + .minutes(8)
        let looked = bought + .minutes(7)
        let table: [(told: Duration?, looked: Instant?, counts: Instant)] = [
            (nil, looked, now),
            (.minutes(7), looked, bought + .minutes(7)),
            (.minutes(3), looked, bought + .minutes(3)),
            (.minutes(8), nil, now),
            (.hours(3), looked, now),
            (.hours(-3), looked, looked),
            (.hours(-3), nil, now),
            // It was not there more than five minutes before the last look.
            (.minutes(1), looked, looked),
        ]
        for (told, looked, counts) in table {
            let held = ReceiptTime.held(
                told.map { bought + $0 }, bought: bought, looked: looked, now: now)
            #expect(held == counts, "\(String(describing: told))")
        }
        for hours in -40...40 {
            let held = ReceiptTime.held(
                bought + .hours(hours), bought: bought, looked: looked, now: now)
            #expect(held >= bought && held <= now)
        }
    }

    @Test func `one stamped hours back or ahead is done in its time`() {
        for stamp in [Duration.hours(-3), .hours(3), .zero] {
            var line = line(.activation)
            line.providerID = "7"
            line.expiresAt = bought + .minutes(20)
            let now = bought + .minutes(2)
            _ = line.apply(.looked(new: 0, last: nil), at: now - .seconds(5))
            _ = line.apply(.looked(new: 1, last: now + stamp), at: now)
            let duties = Plan.duties(for: line, policy: Policy(), awaited: false, now: now)
            let finish = duties.first { $0.kind == .finish }?.due
            #expect(finish.map { $0 - now <= .minutes(10) && now + .minutes(9) <= $0 } == true)
        }
    }

    @Test func `stamps are known to be off when three in a row lie as many hours away`() {
        var drift = StampDrift()
        func hear(_ off: Duration, seen after: Duration = .seconds(10)) -> Bool {
            drift.hear(bought + off, after: bought - after, now: bought)
        }
        let right = (0..<5).map { _ in hear(.seconds(-4)) }
        #expect(!right.contains(true) && drift.ahead == nil)
        // Late messages, and those whose arrival time is unknown, prove nothing.
        let late = [hear(.minutes(-8)), hear(.hours(-3), seen: .hours(1)), hear(.hours(-70))]
        #expect(!late.contains(true) && drift.ahead == nil)
        let off = (0..<4).map { hear(.hours(-3) - .seconds($0 * 7)) }
        #expect(off == [false, false, true, false] && drift.ahead == .hours(-3))
        let other = (0..<3).map { _ in hear(.hours(5) + .minutes(30)) }
        #expect(other == [false, false, true] && drift.ahead == .minutes(330))
        let mended = (0..<3).map { _ in hear(.zero) }
        #expect(!mended.contains(true) && drift.ahead == nil)
    }

    @Test func `no hold of a cancel is believed to last for hours`() {
        var line = line(.activation)
        line.state = .ordering
        var purchase = Purchase(providerID: "7")
        purchase.cancellableFrom = bought + .hours(3) + .minutes(2)
        _ = line.apply(.bought(purchase), at: bought)
        #expect(line.cancellableFrom == bought + .minutes(20))
    }

    @Test func `nothing ends, or stays ended, by a time that is not sure`() {
        let end = bought + .days(30)
        let doubted = Reckoning(now: bought + .days(31), sure: bought + .days(1))
        for kind in [LineKind.rental, .activation] {
            var line = line(kind)
            line.providerID = "7"
            line.expiresAt = end
            let early = line.apply(.time, at: doubted)
            #expect(early.isEmpty && line.state.isHeld)
            let late = line.apply(.time, at: Reckoning(bought + .days(31)))
            #expect(late.map(\.kind) == [.expired])
            let answer =
                kind == .rental
                ? Observation.status(RentalStatus(isAvailable: true, expiresAt: end))
                : .activation(ActivationStatus(.waiting))
            _ = line.apply(answer, at: Reckoning(bought + .days(31)))
            #expect(line.state == .expired)
            let back = line.apply(answer, at: doubted)
            #expect(back.contains { $0.kind == .adopted })
            #expect(line.state.isHeld && line.endedAt == nil)
        }
    }
}
