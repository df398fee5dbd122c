import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// The plan does not refund a rental that was extended.
@Suite("A rental that was extended")
struct KeptForGoodTests {
    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.refundUnused = true
        return settings
    }

    private func extend(_ fixture: KeeperFixture, _ line: Line) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 600_000)
        return try await fixture.keeper.recordIntent(.extend, on: line, payload, origin: "console")
    }

    private func isToBeRefunded(_ fixture: KeeperFixture, _ line: Line) async -> Bool {
        await fixture.keeper.plan(of: line.id).contains { $0.kind == .refund }
    }

    @Test func `is not given back unused, nor while that is under way or unknown`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        #expect(await isToBeRefunded(fixture, line))
        let own = try await extend(fixture, line)
        #expect(await !isToBeRefunded(fixture, line))
        #expect(try await fixture.nextAction()?.id == own.id)
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: own.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        #expect(await !isToBeRefunded(fixture, line))
        let end = noon + .days(60)
        try await fixture.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
        let kept = try await fixture.keeper.line("\(line.id)")
        #expect(kept.expiresAt == end && kept.refund.until == nil)
        #expect(kept.refund.refusal == "It was extended and will not be refunded automatically.")
        #expect(await !isToBeRefunded(fixture, line))
        fixture.clock.advance(.hours(12) - .minutes(10))
        #expect(try await fixture.nextAction() == nil)
        // A person may still try.
        _ = try await fixture.keeper.recordIntent(.refund, on: kept, origin: "console")
    }

    @Test func `elsewhere is wanted as well`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        for (end, isKept) in [(noon + .days(30) + .hours(3), false), (noon + .days(37), true)] {
            try await fixture.keeper.observe(
                .status(RentalStatus(isAvailable: true, expiresAt: end)), on: line.id)
            #expect(await isToBeRefunded(fixture, line) != isKept)
        }
    }

    @Test func `that could not be is given back after all`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let own = try await extend(fixture, line)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: own.id, .failed(.notExtended("No.")))
        try await fixture.keeper.release(line.id)
        #expect(await isToBeRefunded(fixture, line))
    }

    @Test func `and that was lost over a start is not decided on twice`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let duty = await fixture.keeper.plan(of: line.id).first { $0.kind == .refund }
        fixture.clock.advance(try #require(duty).due - noon)
        let refund = try #require(try await fixture.nextAction())
        try await fixture.keeper.recordOutcome(of: refund.id, .declined("No."))
        try await fixture.keeper.observe(.providerGone, on: line.id)
        let keeper = try fixture.restarted(settings)
        try await keeper.observe(
            .status(RentalStatus(isAvailable: true, expiresAt: line.expiresAt)), on: line.id)
        #expect(try await keeper.line("\(line.id)").state == .active)
        #expect(try await fixture.nextAction(keeper) == nil)
        #expect(
            try fixture.store.actions(line: line.id, limit: 9).count { $0.kind == .refund } == 1)
    }

    /// The refund window of twenty minutes would close during an extension that is too expensive
    /// (seeds 25 and 170).
    @Test func `is given back where the plan's own extension cannot be made`() async throws {
        var settings = settings
        settings.policy.rentals.extendBefore = .days(60)
        settings.policy.rentals.extendDays = 30
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let own = try #require(try await fixture.nextAction())
        #expect(own.kind == .extend)
        #expect(await !isToBeRefunded(fixture, line))
        try await fixture.keeper.recordOutcome(of: own.id, .unready("It is too dear."))
        try await fixture.keeper.release(line.id)
        #expect(await isToBeRefunded(fixture, line))
        // An extension ordered by a person is different, however often it was tried.
        let wish = try await extend(fixture, line)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: wish.id, .failed(.transport(.answerLost(host: "x", reason: ""))))
        #expect(await !isToBeRefunded(fixture, line))
    }

    @Test func `in the last minute is kept, whether its refund waits or is under way`()
        async throws
    {
        for isUnderWay in [false, true] {
            let fixture = try KeeperFixture(settings)
            let line = try await fixture.rental()
            fixture.clock.advance(.hours(12) - .minutes(15))
            let refund = try #require(try await fixture.nextAction())
            #expect(refund.kind == .refund)
            if !isUnderWay {
                try await fixture.keeper.recordOutcome(
                    of: refund.id, .unready("It was not looked at."))
                try await fixture.keeper.release(line.id)
            }
            let own = try await extend(fixture, line)
            if isUnderWay {
                let reason = await fixture.keeper.reasonToKeepLine(of: refund)
                #expect(reason == "Kept: it is going to be extended.")
                try await fixture.keeper.recordOutcome(of: refund.id, .declined(reason ?? ""))
                try await fixture.keeper.release(line.id)
            } else {
                #expect(try fixture.store.action(refund.id)?.state == .dropped)
            }
            #expect(try await fixture.nextAction()?.id == own.id)
            // If the extension fails, there is still time for a refund.
            try await fixture.keeper.recordOutcome(of: own.id, .failed(.notExtended("No.")))
            try await fixture.keeper.release(line.id)
            #expect(try await fixture.nextAction()?.kind == .refund)
        }
    }
}
