import Lines
import Testing

/// Duties that do not wait for a provider's slow clock.
@Suite("The last chance")
struct LastChanceTests {
    private let bought = Instant(milliseconds: 1_769_947_200_000)

    private var line: Line {
        Line(
            id: 7, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: bought)
    }

    /// - Parameter ahead: how far our own clock is ahead of the provider's.
    private func isLast(
        _ kind: Duty.Kind, due: Duration, deadline: Duration, own: Duration, ahead: Duration
    ) -> Bool {
        let duty = Duty(
            kind, line: 7, due: bought + due, deadline: bought + deadline, reason: "it is time")
        return duty.isLastChance(
            of: line, own: bought + own, believed: bought + own - ahead, lead: .hours(6))
    }

    @Test func `is by our own clock alone, shortly before the end, and not after it`() {
        func extend(_ own: Duration, ahead: Duration = .days(3)) -> Bool {
            isLast(.extend, due: .days(29), deadline: .days(30), own: own, ahead: ahead)
        }
        #expect(!extend(.days(29)))
        #expect(extend(.days(30) - .hours(6)))
        #expect(extend(.days(30) - .seconds(1)))
        #expect(!extend(.days(30)), "by the other clock it is not over, and that one decides")
        #expect(!extend(.days(30) - .hours(1), ahead: .zero))
        #expect(!extend(.days(30) - .hours(1), ahead: .days(-3)), "a header alone is no proof")
        #expect(!isLast(.cancel, due: .zero, deadline: .hours(1), own: .hours(1), ahead: .days(3)))
    }

    @Test func `of a window is one that was counted by another clock`() {
        func refund(_ own: Duration, ahead: Duration) -> Bool {
            isLast(
                .refund, due: .hours(12) - .minutes(20), deadline: .hours(12), own: own,
                ahead: ahead)
        }
        #expect(refund(.hours(12) - .minutes(10), ahead: .days(3)))
        #expect(!refund(.hours(11), ahead: .days(3)))
        #expect(
            !refund(.hours(12) - .minutes(10), ahead: .hours(5)), "our own may be what is wrong")
    }

    @Test func `is shown as the time at which it is done`() {
        let duty = Duty(
            .extend, line: 7, due: bought + .days(29), deadline: bought + .days(30),
            reason: "it is time")
        let own = bought + .days(28)
        let shown = duty.hastened(own: own, believed: own - .days(3), lead: .hours(6))
        #expect(shown.due - (own - .days(3)) == .days(2) - .hours(6))
        #expect(duty.hastened(own: own, believed: own, lead: .hours(6)) == duty)
    }
}
