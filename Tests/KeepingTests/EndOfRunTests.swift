@testable import Accounts
import Lines
import Providers
@testable import Running
import Storage
import Synchronization
import Testing
import Transport

@testable import Keeping

/// How a shutdown treats running calls.
@Suite struct `The end of a run` {
    private static let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    /// A keeper in a world in which a sleep returns at once, after calling `whileAsleep`.
    private static func keeper(
        of fixture: KeeperFixture, whileAsleep: @escaping @Sendable (Keeper, Int) async -> Void
    ) throws -> Keeper {
        let clock = fixture.clock
        let sleeps = Mutex(0)
        let known = Mutex<Keeper?>(nil)
        let world = World(
            now: { clock.now }, uptime: { clock.world.uptime() },
            sleep: { duration in
                clock.advance(duration)
                let count = sleeps.withLock {
                    $0 += 1
                    return $0
                }
                if let keeper = known.withLock({ $0 }) { await whileAsleep(keeper, count) }
            },
            random: { _ in 0 }, identifier: { clock.world.identifier() })
        let keeper = try Keeper(
            store: fixture.store, world: world, accounts: [], settings: KeeperSettings())
        known.withLock { $0 = keeper }
        return keeper
    }

    @Test func `waits for a paid call that is under way, and lets no other begin`() async throws {
        let fixture = try KeeperFixture()
        let keeper = try Self.keeper(of: fixture) { keeper, count in
            if count == 3 { await keeper.endPaidCall() }
        }
        #expect(await keeper.beginPaidCall())
        #expect(await keeper.isPaying)
        let began = fixture.clock.now
        await keeper.close(within: .seconds(10))
        #expect(await !keeper.isPaying)
        #expect(fixture.clock.now - began == .milliseconds(150))
        #expect(await !keeper.beginPaidCall())
    }

    @Test func `waits no longer than it may`() async throws {
        let fixture = try KeeperFixture()
        let keeper = try Self.keeper(of: fixture) { _, _ in }
        #expect(await keeper.beginPaidCall())
        let began = fixture.clock.now
        await keeper.close(within: .seconds(10))
        #expect(await keeper.isPaying)
        #expect(fixture.clock.now - began == .seconds(10))
    }

    @Test func `nothing is taken up any more once it has begun`() async throws {
        let fixture = try KeeperFixture()
        try await fixture.begin()
        await fixture.keeper.stopPaying()
        #expect(try await fixture.nextAction() == nil)
    }

    @Test func `tells how many calls have an unknown outcome because of it`() async throws {
        let fixture = try KeeperFixture()
        let before = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: before.id, .failed(Self.lost))
        #expect(await fixture.keeper.leftInDoubt() == 0)
        let line = try await fixture.rental()
        let extend = try await fixture.keeper.recordIntent(.extend, on: line, origin: "console")
        _ = try await fixture.nextAction()
        fixture.clock.advance(.seconds(1))
        await fixture.keeper.stopPaying()
        // The earlier doubt does not count; a running call may become one.
        #expect(await fixture.keeper.leftInDoubt() == 1)
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(Self.lost))
        #expect(await fixture.keeper.leftInDoubt() == 1)
    }
}
