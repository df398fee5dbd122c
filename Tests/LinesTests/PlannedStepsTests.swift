import Lines
import Testing

/// The first step of a kind in the plan of a line.
func duty(
    _ kind: Duty.Kind, of line: Line, _ policy: Policy = Policy(), awaited: Bool = false,
    at now: Instant = noon
) -> Duty? {
    Plan.duties(for: line, policy: policy, awaited: awaited, now: now)
        .first { $0.kind == kind }
}

/// Steps that a person may not miss: refunds, extensions, cancels and warnings.
@Suite("Planned steps")
struct PlannedStepsTests {
    @Test func `claims an unused rental's refund inside its window, when told to`() {
        var policy = Policy()
        #expect(duty(.refund, of: rental(), policy) == nil)
        #expect(duty(.warnRefund, of: rental(), policy)?.due == noon + .hours(11))
        policy.rentals.refundUnused = true
        let refund = duty(.refund, of: rental(), policy)
        #expect(refund.map { $0.due > noon && $0.due < noon + .hours(12) } == true)
        #expect(refund?.deadline == noon + .hours(12))
    }

    /// A quarter of the window before it closes, but at most an hour.
    @Test(arguments: [(20, 15), (200, 150), (240, 180), (360, 300)])
    func `warns of a refund window in its last quarter`(minutes: Int, due: Int) {
        let line = rental { $0.refund.until = noon + .minutes(minutes) }
        let warning = duty(.warnRefund, of: line)
        #expect(warning?.due == noon + .minutes(due))
        #expect(warning?.deadline == noon + .minutes(minutes))
    }

    @Test func `never returns a used rental, or one it did not buy`() {
        var policy = Policy()
        policy.rentals.refundUnused = true
        let used = rental { _ = $0.apply(.looked(new: 1, last: nil), at: noon) }
        #expect(duty(.refund, of: used, policy) == nil)
        #expect(duty(.refund, of: rental { $0.isAdopted = true }, policy) == nil)
        #expect(duty(.refund, of: rental(), policy, at: noon + .hours(12)) == nil)
    }

    @Test func `extends before the expiry, when told to`() {
        var policy = Policy()
        #expect(duty(.extend, of: rental(), policy) == nil)
        policy.rentals.extendBefore = .days(1)
        policy.rentals.extendDays = 30
        #expect(duty(.extend, of: rental(), policy)?.due == noon + .days(29))
        #expect(duty(.extend, of: rental { $0.autoExtend = true }, policy) == nil)
        #expect(duty(.extend, of: rental { $0.inDoubt = true }, policy) == nil)
    }

    @Test func `cancels an unused activation, not before the provider allows it`() {
        var policy = Policy()
        #expect(duty(.cancel, of: activation(), policy) == nil)
        policy.activations.cancelUnusedAfter = .minutes(10)
        #expect(duty(.cancel, of: activation(), policy)?.due == noon + .minutes(10))
        let held = activation { $0.cancellableFrom = noon + .minutes(12) }
        #expect(duty(.cancel, of: held, policy)?.due == noon + .minutes(12))
        let used = activation { _ = $0.apply(.looked(new: 1, last: nil), at: noon) }
        #expect(duty(.cancel, of: used, policy) == nil)
        #expect(duty(.finish, of: used, policy)?.due == noon + .minutes(10))
    }

    @Test func `warns of an expiry once`() {
        let line = rental()
        #expect(duty(.warnExpiry, of: line)?.due == noon + .days(29))
        #expect(duty(.warnExpiry, of: rental { $0.warnedOfExpiry = $0.expiresAt }) == nil)
    }
}
