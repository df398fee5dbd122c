import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Reported ends that were not paid for must not keep a number from being extended.
@Suite("An end that was not paid for")
struct PaidEndTests {
    private let far = noon + .days(1500)

    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(7)
        settings.policy.rentals.extendDays = 30
        return settings
    }

    private func told(_ fixture: KeeperFixture) throws -> [String] {
        try fixture.store.latestEvents(limit: 50).filter { $0.kind == "end_unclear" }.map(\.text)
    }

    private func status(_ end: Instant) -> Observation {
        .status(RentalStatus(isAvailable: true, expiresAt: end))
    }

    /// A planned extension that has begun.
    private func planned(_ fixture: KeeperFixture, _ line: Line) async throws -> OpenAction {
        fixture.clock.advance(.days(23) + .minutes(1))
        try await fixture.keeper.receive([ReceivedMessage(text: "Hello")], on: line.id)
        return try #require(try await fixture.nextAction())
    }

    @Test func `in a look before the plan's extension puts it off, and does not end it`()
        async throws
    {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let planned = try await planned(fixture, line)
        try await fixture.keeper.observe(status(far), on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == line.expiresAt)
        #expect(try told(fixture).count == 1)
        #expect(await fixture.keeper.isStillPlanned(planned))
        #expect(await fixture.keeper.waitsForEnd(planned))
        try await fixture.keeper.recordOutcome(of: planned.id, .unready("It is asked again."))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.minutes(1))
        let again = try #require(try await fixture.nextAction())
        #expect(again.id == planned.id)
        try await fixture.keeper.observe(status(noon + .days(30)), on: line.id)
        #expect(await !fixture.keeper.waitsForEnd(again))
    }

    @Test func `that was believed for a while costs no extension, nor does it over a start`()
        async throws
    {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let planned = try await planned(fixture, line)
        // Look and list agree.
        try await fixture.keeper.observe(status(far), on: line.id)
        try await fixture.keeper.observe(.listed(expiresAt: far), on: line.id)
        try await fixture.keeper.observe(status(far), on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == far)
        try await fixture.keeper.recordOutcome(of: planned.id, .declined("It runs longer."))
        try await fixture.keeper.release(line.id)
        #expect(try fixture.store.action(planned.id)?.state == .failed)
        for call in [status(noon + .days(30)), .listed(expiresAt: noon + .days(30))] {
            try await fixture.keeper.observe(call, on: line.id)
        }
        try await fixture.keeper.observe(status(noon + .days(30)), on: line.id)
        #expect(await fixture.keeper.plan(of: line.id).contains { $0.kind == .extend })
        let later = try fixture.restarted(settings)
        #expect(await later.plan(of: line.id).contains { $0.kind == .extend })
        let again = try #require(try await fixture.nextAction())
        #expect(again.kind == .extend && again.id != planned.id)
    }

    @Test func `that an earlier version gave up for good is extended after a start`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let planned = try await planned(fixture, line)
        let old = planned.key
        try await fixture.keeper.recordOutcome(of: planned.id, .unready("No."))
        try await fixture.keeper.release(line.id)
        var stuck = try #require(try fixture.store.action(planned.id))
        stuck.state = .failed
        stuck.key = old
        let written = stuck
        try fixture.store.write { try $0.update(written) }
        let later = try fixture.restarted(settings)
        #expect(try await fixture.nextAction(later)?.kind == .extend)
    }

    @Test func `a person's word that it did not happen lets the plan make it`() async throws {
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        let planned = try await planned(fixture, line)
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: planned.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        try await fixture.keeper.dismiss(planned.id)
        let again = try #require(try await fixture.nextAction())
        #expect(again.kind == .extend && again.id != planned.id)
    }

    @Test func `what a provider refused for good is not asked for over and over`() async throws {
        var settings = KeeperSettings()
        settings.policy.activations.cancelUnusedAfter = .minutes(1)
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.activation()
        fixture.clock.advance(.minutes(2))
        let cancel = try #require(try await fixture.nextAction())
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(.notCancellable("No.")))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.nextAction() == nil)
    }

    // MARK: Reported ends

    private func extend(
        _ fixture: KeeperFixture, _ line: Line, days: Int, told end: Instant
    ) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.days = days
        payload.price = Money(tenThousandths: 20_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.note(balance: Money(tenThousandths: 900_000), before: extend.id)
        try await fixture.keeper.recordOutcome(of: extend.id, .extended(Extension(expiresAt: end)))
        try await fixture.keeper.release(line.id)
        return OpenAction(try #require(try fixture.store.action(extend.id)))
    }

    @Test func `an extension that says success and did not move it is in doubt, and not booked`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let end = try #require(line.expiresAt)
        let extend = try await extend(fixture, line, days: 7, told: end)
        #expect(extend.state == .doubt)
        #expect(extend.result?.contains("not 7 days later than before") == true)
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 1)
        let unmoved = RentalStatus(isAvailable: true, expiresAt: end)
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.settleDoubts(of: line.id, status: unmoved)
        #expect(await fixture.keeper.openDoubts().count == 1, "the money was not looked at yet")
        await fixture.keeper.noteBalance(Money(tenThousandths: 900_000), on: "pool")
        try await fixture.keeper.settleDoubts(of: line.id, status: unmoved)
        #expect(try fixture.store.action(extend.id)?.state == .failed)
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 1)
    }

    @Test func `one whose money is gone is not made again, and said to be so`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let end = try #require(line.expiresAt)
        let extend = try await extend(fixture, line, days: 7, told: end)
        for _ in 0..<10 {
            fixture.clock.advance(.minutes(5))
            await fixture.keeper.noteBalance(Money(tenThousandths: 880_000), on: "pool")
            try await fixture.keeper.settleDoubts(
                of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
        }
        #expect(try fixture.store.action(extend.id)?.state == .doubt)
        let text = try fixture.store.action(extend.id)?.result
        #expect(text?.contains("The balance is 2.00 USD lower") == true)
        try await fixture.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end + .days(7)))
        #expect(try fixture.store.action(extend.id)?.state == .done)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == end + .days(7))
    }

    @Test func `an extension answered with an absurd end runs as long as it was paid for`()
        async throws
    {
        for absurd in [far, Instant(milliseconds: 253_402_300_799_000)] {
            let fixture = try KeeperFixture(settings)
            let line = try await fixture.rental()
            let end = try #require(line.expiresAt)
            let extend = try await extend(fixture, line, days: 7, told: absurd)
            #expect(extend.state == .done)
            #expect(try await fixture.keeper.line("\(line.id)").expiresAt == end + .days(7))
            #expect(try told(fixture).count == 1)
            #expect(await fixture.keeper.plan(of: line.id).contains { $0.kind == .extend })
        }
        // A month does not always have thirty days.
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        _ = try await extend(fixture, line, days: 30, told: noon + .days(61))
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == noon + .days(61))
        #expect(try told(fixture).isEmpty)
    }

    @Test func `a purchase answered with an absurd end runs as long as it was paid for`()
        async throws
    {
        let fixture = try KeeperFixture(settings)
        let rent = try await fixture.begin(.rent)
        _ = try await fixture.nextAction()
        var purchase = Purchase(providerID: "RENT", number: "+14155550123")
        purchase.expiresAt = far
        try await fixture.keeper.recordOutcome(of: rent.id, .bought(purchase))
        let line = try await fixture.keeper.line("\(try #require(rent.line))")
        #expect(line.expiresAt == noon + .days(30))
        #expect(try told(fixture).count == 1)
    }
}
