import Keeping
import Lines
import Providers
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
        _ time: Duration, off: Duration, _ house: TestHouse, every pause: Duration = .minutes(1)
    ) async {
        let end = house.clock.now + time
        while house.clock.now < end {
            await house.keeper.noteCall(
                on: "pool", providerTime: house.clock.now + off, error: nil)
            house.clock.advance(min(pause, end - house.clock.now))
        }
        await house.keeper.noteCall(on: "pool", providerTime: house.clock.now + off, error: nil)
    }

    @Test("The plan's extension is made in the last hours by our own clock, and warned of")
    func extended() async throws {
        let house = try TestHouse(settings)
        await pass(.minutes(15), off: .days(-3), house)
        let line = try await house.rental()
        let end = try #require(line.expiresAt)
        try await house.keeper.receive([ReceivedMessage(text: "Hello")], on: line.id)
        await pass(end - house.clock.now - .hours(6), off: .days(-3), house, every: .hours(1))
        #expect(try await house.nextAction() == nil)
        let duty = await house.keeper.plan(of: line.id).first { $0.kind == .extend }
        let there = house.clock.now - .days(3)
        #expect(duty.map { $0.due - there } == .minutes(15))
        let told = try house.store.latestEvents(limit: 50).map(\.kind)
        #expect(told.contains("expiring"))
        await pass(.minutes(20), off: .days(-3), house)
        let extend = try #require(try await house.nextAction())
        #expect(extend.kind == .extend)
        #expect(await !house.keeper.isEarly(extend))
        // A failed try is also repeated before the end by our own clock.
        try await house.keeper.ended(extend.id, .tooDear("It costs too much."))
        let due = try #require(try house.store.action(extend.id)?.dueAt)
        #expect(due <= house.clock.now + .hours(1))
    }

    @Test("A refund is claimed in its window when the clock falls behind after the purchase")
    func refunded() async throws {
        for off in [Duration.days(-3), .hours(-5)] {
            let house = try TestHouse(settings)
            await house.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
            let line = try await house.rental()
            let window = try #require(line.refund.until) - noon
            await pass(.hours(2), off: off, house)
            #expect(try await house.nextAction() == nil)
            await pass(window - .hours(2) - .minutes(10), off: off, house, every: .minutes(10))
            let refund = try #require(try await house.nextAction())
            #expect(refund.kind == .refund)
            #expect(await !house.keeper.isEarly(refund))
        }
    }

    @Test("Our own clock alone, hours ahead, gives nothing back before its time")
    func ownClock() async throws {
        let house = try TestHouse(settings)
        await pass(.minutes(15), off: .hours(-5), house)
        let line = try await house.rental()
        let window = try #require(line.refund.until) - line.purchasedAt
        await pass(window - .hours(1), off: .hours(-5), house, every: .minutes(10))
        #expect(try await house.nextAction() == nil)
        await pass(.minutes(45), off: .hours(-5), house, every: .minutes(10))
        #expect(try await house.nextAction()?.kind == .refund)
    }
}
