import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// A provider that is gone for good is an ordinary state, and so is its return.
@Suite("A provider that is gone")
struct GoneTests {
    private let nobody = ProviderError.transport(
        .unreachable(host: "127.0.0.1", reason: "connection refused"))

    /// Lets time pass in which the provider is asked once a minute and does not answer.
    private func silence(
        _ fixture: KeeperFixture, _ duration: Duration, _ keeper: Keeper? = nil,
        error: ProviderError? = nil
    ) async {
        let keeper = keeper ?? fixture.keeper
        for _ in 0..<(duration.wholeSeconds / 60) {
            fixture.clock.advance(.minutes(1))
            await keeper.noteCall(on: "pool", providerTime: nil, error: error ?? nobody)
        }
    }

    private func state(_ keeper: Keeper) async -> AccountHealth.State? {
        await keeper.accountViews().first?.health.state
    }

    /// Marks the lines, as a lane does when it looks for work.
    private func lookForWork(_ keeper: Keeper) async throws {
        if case .balance = try await keeper.nextWork(for: "pool") {
            await keeper.noteBalance(nil, on: "pool")
        }
    }

    @Test func `is told once, its lines are lost with an event each, and nothing is promised`()
        async throws
    {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(29)
        settings.policy.rentals.extendDays = 30
        let fixture = try KeeperFixture(settings)
        let rental = try await fixture.rental()
        let charged = try fixture.store.ledger(since: nil, limit: 9)
        await silence(fixture, .days(3) - .minutes(5))
        #expect(await state(fixture.keeper) == .unreachable)
        #expect(await fixture.keeper.plan(of: nil).isEmpty == false)
        await silence(fixture, .hours(1))
        #expect(await state(fixture.keeper) == .gone)
        try await lookForWork(fixture.keeper)
        try await lookForWork(fixture.keeper)
        #expect(try await fixture.keeper.line("\(rental.id)").state == .lost)
        #expect(await fixture.keeper.plan(of: nil).isEmpty)
        let events = try fixture.store.latestEvents(limit: 500)
        #expect(events.count { $0.kind == "account_gone" } == 1)
        #expect(events.count { $0.kind == "lost" } == 1)
        #expect(try fixture.store.ledger(since: nil, limit: 9) == charged)
    }

    @Test func `is gone by pages of others too, but not by its own refusals`() async throws {
        let fixture = try KeeperFixture()
        await silence(fixture, .days(4), error: .wrongKey)
        #expect(await state(fixture.keeper) == .refused)
        await silence(fixture, .days(4), error: .providerFailed("HTTP 500"))
        #expect(await state(fixture.keeper) == .failing)
        await silence(fixture, .days(4), error: .blocked(status: 404))
        #expect(await state(fixture.keeper) == .gone)
    }

    @Test func `is not gone as long as anybody answers now and then`() async throws {
        let fixture = try KeeperFixture()
        for _ in 0..<4 {
            await silence(fixture, .days(2))
            await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        }
        await silence(fixture, .hours(1), error: .notFound)
        #expect(await state(fixture.keeper) == .ok)
    }

    @Test func `is not gone because it was not asked, or because a clock was set`() async throws {
        let fixture = try KeeperFixture()
        await silence(fixture, .minutes(10))
        fixture.clock.advance(.days(30))
        await silence(fixture, .minutes(10))
        #expect(await state(fixture.keeper) == .unreachable)
        fixture.clock.advance(.days(-40))
        await silence(fixture, .minutes(10))
        #expect(await state(fixture.keeper) == .unreachable)
    }

    @Test func `is not forgotten by a restart, neither before it is gone nor after`() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        fixture.clock.advance(.minutes(1))
        let since = fixture.clock.world.now() + .minutes(1)
        await silence(fixture, .days(2))
        let second = try fixture.restarted()
        #expect(await state(second) == .unreachable)
        await silence(fixture, .days(1) + .hours(2), second)
        #expect(await state(second) == .gone)
        let third = try fixture.restarted()
        #expect(await state(third) == .gone)
        #expect(await third.accountViews().first?.health.silence?.since == since)
        #expect(await third.plan(of: nil).isEmpty)
        try await lookForWork(third)
        #expect(try await third.line("\(rental.id)").state == .lost)
        #expect(try fixture.store.latestEvents(limit: 500).count { $0.kind == "account_gone" } == 1)
    }

    @Test func `is asked for its balance every 15 minutes and for nothing else`() async throws {
        let fixture = try KeeperFixture()
        _ = try await fixture.rental()
        _ = try await fixture.activation()
        await silence(fixture, .days(4))
        var asked: [Instant] = []
        for _ in 0..<(6 * 60) {
            fixture.clock.advance(.minutes(1))
            switch try await fixture.keeper.nextWork(for: "pool") {
            case .balance:
                asked.append(fixture.clock.world.now())
                await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nobody)
                await fixture.keeper.noteBalance(nil, on: "pool")
            case .idle: break
            case let other: Issue.record("\(other)")
            }
        }
        #expect((23...25).contains(asked.count))
    }

    @Test func `keeps its doubts, and what waited for it waits on without being promised`()
        async throws
    {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: rental, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: extend.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        try await fixture.keeper.release(rental.id)
        let order = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: order.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        let other = try await fixture.rental()
        _ = try await fixture.keeper.recordIntent(.refund, on: other, origin: "10-keep.lua")
        await silence(fixture, .days(4))
        try await lookForWork(fixture.keeper)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [extend.id, order.id])
        let line = try await fixture.keeper.line("\(rental.id)")
        #expect(line.state == .lost)
        #expect(line.shownState == "in_doubt")
        #expect(try await fixture.keeper.line("\(other.id)").shownState == "lost")
        #expect(await fixture.keeper.waitingActions(of: nil).isEmpty)
        #expect(try fixture.store.actions(in: [.pending]).count == 1)
    }

    @Test func `comes back by itself, and with it what it still holds`() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let activation = try await fixture.activation()
        await silence(fixture, .days(4))
        try await lookForWork(fixture.keeper)
        #expect(try await fixture.keeper.line("\(activation.id)").state == .expired)
        await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        #expect(await state(fixture.keeper) == .ok)
        let planned = await fixture.keeper.plan(of: nil).map(\.line)
        #expect(Set(planned) == [rental.id, activation.id])
        let held = HeldRental(providerID: try #require(rental.providerID))
        try await fixture.keeper.compareLists(
            rentals: [held], active: [], past: nil, began: fixture.clock.world.now(), on: "pool")
        #expect(try await fixture.keeper.line("\(rental.id)").state == .active)
        let events = try fixture.store.latestEvents(limit: 500).map(\.kind)
        #expect(events.count { $0 == "account_ok" } == 1)
        #expect(try fixture.restarted().store.silences(now: noon).isEmpty)
    }

    @Test func `comes back with an activation it still knows`() async throws {
        let fixture = try KeeperFixture()
        let activation = try await fixture.activation()
        let far = ActivationStatus(.waiting, expiresAt: fixture.clock.world.now() + .days(9))
        try await fixture.keeper.receive([], on: activation.id, standing: far)
        await silence(fixture, .days(4))
        try await lookForWork(fixture.keeper)
        #expect(try await fixture.keeper.line("\(activation.id)").state == .lost)
        await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 4711", sender: nil, receivedAt: nil)],
            on: activation.id, standing: ActivationStatus(.received))
        #expect(try await fixture.keeper.line("\(activation.id)").state == .received)
        #expect(try await fixture.keeper.line("\(activation.id)").messageCount == 1)
    }

    @Test func `settles its doubts when it is back`() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let before = try #require(rental.expiresAt)
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: rental, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: extend.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        try await fixture.keeper.release(rental.id)
        await silence(fixture, .days(4))
        try await lookForWork(fixture.keeper)
        await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        let status = RentalStatus(isAvailable: true, expiresAt: before + .days(30))
        try await fixture.keeper.settleDoubts(of: rental.id, status: status)
        try await fixture.keeper.observe(.status(status), on: rental.id)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        let line = try await fixture.keeper.line("\(rental.id)")
        #expect(line.shownState == "active")
        #expect(line.expiresAt == before + .days(30))
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 2)
    }
}
