import Keeping
import Lines
import Providers
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
        _ house: TestHouse, _ duration: Duration, _ keeper: Keeper? = nil,
        error: ProviderError? = nil
    ) async {
        let keeper = keeper ?? house.keeper
        for _ in 0..<(duration.wholeSeconds / 60) {
            house.clock.advance(.minutes(1))
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
        let house = try TestHouse(settings)
        let rental = try await house.rental()
        let charged = try house.store.ledger(since: nil, limit: 9)
        await silence(house, .days(3) - .minutes(5))
        #expect(await state(house.keeper) == .unreachable)
        #expect(await house.keeper.plan(of: nil).isEmpty == false)
        await silence(house, .hours(1))
        #expect(await state(house.keeper) == .gone)
        try await lookForWork(house.keeper)
        try await lookForWork(house.keeper)
        #expect(try await house.keeper.line("\(rental.id)").state == .lost)
        #expect(await house.keeper.plan(of: nil).isEmpty)
        let events = try house.store.latestEvents(limit: 500)
        #expect(events.count { $0.kind == "account_gone" } == 1)
        #expect(events.count { $0.kind == "lost" } == 1)
        #expect(try house.store.ledger(since: nil, limit: 9) == charged)
    }

    @Test func `is gone by pages of others too, but not by its own refusals`() async throws {
        let house = try TestHouse()
        await silence(house, .days(4), error: .wrongKey)
        #expect(await state(house.keeper) == .refused)
        await silence(house, .days(4), error: .providerFailed("HTTP 500"))
        #expect(await state(house.keeper) == .failing)
        await silence(house, .days(4), error: .blocked(status: 404))
        #expect(await state(house.keeper) == .gone)
    }

    @Test func `is not gone as long as anybody answers now and then`() async throws {
        let house = try TestHouse()
        for _ in 0..<4 {
            await silence(house, .days(2))
            await house.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        }
        await silence(house, .hours(1), error: .notFound)
        #expect(await state(house.keeper) == .ok)
    }

    @Test func `is not gone because it was not asked, or because a clock was set`() async throws {
        let house = try TestHouse()
        await silence(house, .minutes(10))
        house.clock.advance(.days(30))
        await silence(house, .minutes(10))
        #expect(await state(house.keeper) == .unreachable)
        house.clock.advance(.days(-40))
        await silence(house, .minutes(10))
        #expect(await state(house.keeper) == .unreachable)
    }

    @Test func `is not forgotten by a restart, neither before it is gone nor after`() async throws {
        let house = try TestHouse()
        let rental = try await house.rental()
        house.clock.advance(.minutes(1))
        let since = house.clock.world.now() + .minutes(1)
        await silence(house, .days(2))
        let second = try house.restarted()
        #expect(await state(second) == .unreachable)
        await silence(house, .days(1) + .hours(2), second)
        #expect(await state(second) == .gone)
        let third = try house.restarted()
        #expect(await state(third) == .gone)
        #expect(await third.accountViews().first?.health.silence?.since == since)
        #expect(await third.plan(of: nil).isEmpty)
        try await lookForWork(third)
        #expect(try await third.line("\(rental.id)").state == .lost)
        #expect(try house.store.latestEvents(limit: 500).count { $0.kind == "account_gone" } == 1)
    }

    @Test func `is asked for its balance every 15 minutes and for nothing else`() async throws {
        let house = try TestHouse()
        _ = try await house.rental()
        _ = try await house.activation()
        await silence(house, .days(4))
        var asked: [Instant] = []
        for _ in 0..<(6 * 60) {
            house.clock.advance(.minutes(1))
            switch try await house.keeper.nextWork(for: "pool") {
            case .balance:
                asked.append(house.clock.world.now())
                await house.keeper.noteCall(on: "pool", providerTime: nil, error: nobody)
                await house.keeper.noteBalance(nil, on: "pool")
            case .rest: break
            case let other: Issue.record("\(other)")
            }
        }
        #expect((23...25).contains(asked.count))
    }

    @Test func `keeps its doubts, and what waited for it waits on without being promised`()
        async throws
    {
        let house = try TestHouse()
        let rental = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await house.keeper.intend(.extend, on: rental, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(
            extend.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        try await house.keeper.release(rental.id)
        let order = try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.ended(
            order.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        let other = try await house.rental()
        _ = try await house.keeper.intend(.refund, on: other, origin: "10-keep.lua")
        await silence(house, .days(4))
        try await lookForWork(house.keeper)
        #expect(await house.keeper.openDoubts().map(\.id) == [extend.id, order.id])
        let line = try await house.keeper.line("\(rental.id)")
        #expect(line.state == .lost)
        #expect(line.shownState == "in_doubt")
        #expect(try await house.keeper.line("\(other.id)").shownState == "lost")
        #expect(await house.keeper.waitingActions(of: nil).isEmpty)
        #expect(try house.store.actions(in: [.pending]).count == 1)
    }

    @Test func `comes back by itself, and with it what it still holds`() async throws {
        let house = try TestHouse()
        let rental = try await house.rental()
        let activation = try await house.activation()
        await silence(house, .days(4))
        try await lookForWork(house.keeper)
        #expect(try await house.keeper.line("\(activation.id)").state == .expired)
        await house.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        #expect(await state(house.keeper) == .ok)
        let planned = await house.keeper.plan(of: nil).map(\.line)
        #expect(Set(planned) == [rental.id, activation.id])
        let held = HeldRental(providerID: try #require(rental.providerID))
        try await house.keeper.listed(
            rentals: [held], active: [], past: nil, began: house.clock.world.now(), on: "pool")
        #expect(try await house.keeper.line("\(rental.id)").state == .active)
        let events = try house.store.latestEvents(limit: 500).map(\.kind)
        #expect(events.count { $0 == "account_ok" } == 1)
        #expect(try house.restarted().store.silences(now: noon).isEmpty)
    }

    @Test func `comes back with an activation it still knows`() async throws {
        let house = try TestHouse()
        let activation = try await house.activation()
        let far = ActivationStatus(.waiting, expiresAt: house.clock.world.now() + .days(9))
        try await house.keeper.receive([], on: activation.id, standing: far)
        await silence(house, .days(4))
        try await lookForWork(house.keeper)
        #expect(try await house.keeper.line("\(activation.id)").state == .lost)
        await house.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        try await house.keeper.receive(
            [ReceivedMessage(text: "Code 4711", sender: nil, receivedAt: nil)],
            on: activation.id, standing: ActivationStatus(.received))
        #expect(try await house.keeper.line("\(activation.id)").state == .received)
        #expect(try await house.keeper.line("\(activation.id)").messageCount == 1)
    }

    @Test func `settles its doubts when it is back`() async throws {
        let house = try TestHouse()
        let rental = try await house.rental()
        let before = try #require(rental.expiresAt)
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await house.keeper.intend(.extend, on: rental, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(
            extend.id, .failed(.transport(.answerLost(host: "x", reason: "reset"))))
        try await house.keeper.release(rental.id)
        await silence(house, .days(4))
        try await lookForWork(house.keeper)
        await house.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        let status = RentalStatus(isAvailable: true, expiresAt: before + .days(30))
        try await house.keeper.settleDoubts(of: rental.id, status: status)
        try await house.keeper.observe(.status(status), on: rental.id)
        #expect(await house.keeper.openDoubts().isEmpty)
        let line = try await house.keeper.line("\(rental.id)")
        #expect(line.shownState == "active")
        #expect(line.expiresAt == before + .days(30))
        #expect(try house.store.ledger(since: nil, limit: 9).count == 2)
    }
}
