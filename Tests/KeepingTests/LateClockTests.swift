import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// A provider's clock that is days behind must not cost a number or money.
@Suite("A clock that is behind")
struct LateClockTests {
    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .hours(23)
        settings.policy.rentals.extendDays = 30
        settings.policy.rentals.refundUnused = true
        return settings
    }

    /// Lets time pass in which the provider reports a wrong time.
    private func pass(
        _ time: Duration, off: Duration, _ fixture: KeeperFixture,
        every pause: Duration = .minutes(1)
    ) async {
        let end = fixture.clock.now + time
        while fixture.clock.now < end {
            await fixture.keeper.noteCall(
                on: "pool", providerTime: fixture.clock.now + off, error: nil)
            fixture.clock.advance(min(pause, end - fixture.clock.now))
        }
        await fixture.keeper.noteCall(on: "pool", providerTime: fixture.clock.now + off, error: nil)
    }

    @Test("The plan's extension is made in the last hours by our own clock, and warned of")
    func extended() async throws {
        let fixture = try KeeperFixture(settings)
        await pass(.minutes(15), off: .days(-3), fixture)
        let line = try await fixture.rental()
        let end = try #require(line.expiresAt)
        try await fixture.keeper.receive([ReceivedMessage(text: "Hello")], on: line.id)
        await pass(end - fixture.clock.now - .hours(6), off: .days(-3), fixture, every: .hours(1))
        #expect(try await fixture.nextAction() == nil)
        let duty = await fixture.keeper.plan(of: line.id).first { $0.kind == .extend }
        let there = fixture.clock.now - .days(3)
        #expect(duty.map { $0.due - there } == .minutes(15))
        let told = try fixture.store.latestEvents(limit: 50).map(\.kind)
        #expect(told.contains("expiring"))
        await pass(.minutes(20), off: .days(-3), fixture)
        let extend = try #require(try await fixture.nextAction())
        #expect(extend.kind == .extend)
        #expect(await !fixture.keeper.isEarly(extend))
        // A failed try is also repeated before the end by our own clock.
        try await fixture.keeper.recordOutcome(of: extend.id, .tooDear("It costs too much."))
        let due = try #require(try fixture.store.action(extend.id)?.dueAt)
        #expect(due <= fixture.clock.now + .hours(1))
    }

    @Test("A refund is claimed in its window when the clock falls behind after the purchase")
    func refunded() async throws {
        for off in [Duration.days(-3), .hours(-5)] {
            let fixture = try KeeperFixture(settings)
            await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
            let line = try await fixture.rental()
            let window = try #require(line.refund.until) - noon
            await pass(.hours(2), off: off, fixture)
            #expect(try await fixture.nextAction() == nil)
            await pass(window - .hours(2) - .minutes(10), off: off, fixture, every: .minutes(10))
            let refund = try #require(try await fixture.nextAction())
            #expect(refund.kind == .refund)
            #expect(await !fixture.keeper.isEarly(refund))
        }
    }

    @Test("Our own clock alone, hours ahead, gives nothing back before its time")
    func ownClock() async throws {
        let fixture = try KeeperFixture(settings)
        await pass(.minutes(15), off: .hours(-5), fixture)
        let line = try await fixture.rental()
        let window = try #require(line.refund.until) - line.purchasedAt
        await pass(window - .hours(1), off: .hours(-5), fixture, every: .minutes(10))
        #expect(try await fixture.nextAction() == nil)
        await pass(.minutes(45), off: .hours(-5), fixture, every: .minutes(10))
        #expect(try await fixture.nextAction()?.kind == .refund)
    }

    @Test("A refund is claimed in its window when a restart falls while the header is hours behind")
    func restarted() async throws {
        for off in [Duration.hours(-5), .hours(-11)] {
            let fixture = try KeeperFixture(settings)
            await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
            let line = try await fixture.rental()
            let window = try #require(line.refund.until) - noon
            fixture.clock.advance(window - .minutes(40))
            let keeper = try fixture.restarted(settings)
            func pass(_ time: Duration) async {
                for _ in 0..<Int(time.wholeSeconds / 60) {
                    await keeper.noteCall(
                        on: "pool", providerTime: fixture.clock.now + off, error: nil)
                    fixture.clock.advance(.minutes(1))
                }
            }
            await pass(.minutes(15))
            #expect(try await fixture.nextAction(keeper) == nil, "it is not time by any clock")
            // A line that was bought since has its window by the clock that is believed now.
            let other = try await rental(keeper, fixture)
            await pass(.minutes(15))
            let refund = try #require(try await fixture.nextAction(keeper))
            #expect(refund.kind == .refund && refund.line == line.id)
            #expect(await !keeper.isEarly(refund))
            #expect(try await fixture.nextAction(keeper) == nil, "\(other.id)")
        }
    }

    private func rental(_ keeper: Keeper, _ fixture: KeeperFixture) async throws -> Line {
        var held = HeldRental(providerID: "NEW")
        held.expiresAt = fixture.clock.now + .days(20)
        return try await keeper.adopt(held, on: "pool")
    }

    @Test("A clock that always was hours behind is no reason to hurry after a restart")
    func alwaysBehind() async throws {
        let fixture = try KeeperFixture(settings)
        await pass(.minutes(15), off: .hours(-5), fixture)
        let line = try await fixture.rental()
        let window = try #require(line.refund.until) - line.purchasedAt
        fixture.clock.advance(window - .hours(1))
        let keeper = try fixture.restarted(settings)
        for _ in 0..<20 {
            await keeper.noteCall(
                on: "pool", providerTime: fixture.clock.now - .hours(5), error: nil)
            fixture.clock.advance(.minutes(1))
        }
        #expect(try await fixture.nextAction(keeper) == nil)
    }
}
