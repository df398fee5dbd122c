@testable import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Defects found by simulations, as minimal cases.
@Suite("Found in simulation")
struct SimulationRegressionTests {
    @Test("A cancel that was too early often and then in doubt is tried again")
    func cancelAfterManyTries() async throws {
        var settings = KeeperSettings()
        settings.policy.activations.cancelUnusedAfter = .minutes(1)
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.activation()
        fixture.clock.advance(.minutes(1))
        for _ in 0..<7 {
            let action = try await nextCancel(fixture)
            try await fixture.keeper.recordOutcome(
                of: action, .failed(.tooEarly(retryAfter: .seconds(10))))
            try await fixture.keeper.release(line.id)
            fixture.clock.advance(.seconds(11))
        }
        let action = try await nextCancel(fixture)
        try await fixture.keeper.recordOutcome(of: action, .failed(.providerFailed("")))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.minutes(2))
        let reading = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.waiting))
        try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
        #expect(try await fixture.keeper.action(action).state == .pending)
    }

    @Test("A look that fails after many early tries does not put a cancel off to the order's end")
    func failedLookAfterManyTries() async throws {
        var settings = KeeperSettings()
        settings.policy.activations.cancelUnusedAfter = .minutes(1)
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.activation()
        fixture.clock.advance(.minutes(1))
        for _ in 0..<8 {
            let action = try await nextCancel(fixture)
            try await fixture.keeper.recordOutcome(
                of: action, .failed(.tooEarly(retryAfter: .seconds(10))))
            try await fixture.keeper.release(line.id)
            fixture.clock.advance(.seconds(11))
        }
        let action = try await nextCancel(fixture)
        try await fixture.keeper.recordOutcome(of: action, .unready("The provider did not answer."))
        let due = try await fixture.keeper.action(action).dueAt
        let end = try #require(line.expiresAt)
        #expect(due - fixture.clock.world.now() <= (end - fixture.clock.world.now()) / 4)
    }

    @Test("An order that waited over a stop is as old as its purchase, not as its wish")
    func orderThatWaited() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        fixture.clock.advance(.minutes(90))
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: intended.id, .bought(Purchase(providerID: "X", number: "+447700900123")))
        let id = try #require(intended.line)
        let now = fixture.clock.world.now()
        #expect(try await fixture.keeper.line("\(id)").purchasedAt == now)
        let stored = try fixture.store.lines().first { $0.id == id }
        #expect(stored?.purchasedAt == now)
    }

    private func nextCancel(_ fixture: KeeperFixture) async throws -> Action.ID {
        for _ in 0..<4 {
            if let action = try await fixture.nextAction(), action.kind == .cancel {
                return action.id
            }
            fixture.clock.advance(.seconds(10))
        }
        return try #require(nil as Action.ID?, "no cancel came due")
    }

    @Test("A start asks about every line at once, whatever the time was at the provider")
    func startsBehind() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        // The provider's clock is three hours ahead of ours, which is unknown right after a start.
        for _ in 0..<3 {
            let there = fixture.clock.world.now() + .hours(3)
            await fixture.keeper.noteCall(on: "pool", providerTime: there, error: nil)
        }
        let status = RentalStatus(
            isAvailable: true, activeFor: .seconds(90), expiresAt: line.expiresAt)
        try await fixture.keeper.observe(.status(status), on: line.id)
        _ = try await fixture.keeper.label(line.id, "written")
        #expect(try await isLookedAt(line, by: fixture.restarted()))
    }

    @Test("What was noted before the provider's time was known does not put a line to sleep")
    func learnsTheTime() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let status = RentalStatus(
            isAvailable: true, activeFor: .seconds(90), expiresAt: line.expiresAt)
        try await fixture.keeper.observe(.status(status), on: line.id)
        for _ in 0..<3 {
            let there = fixture.clock.world.now() - .hours(3)
            await fixture.keeper.noteCall(on: "pool", providerTime: there, error: nil)
        }
        fixture.clock.advance(.minutes(2))
        #expect(try await isLookedAt(line, by: fixture.keeper))
    }

    @Test("An activation that is done for us is asked about until its provider is done with it")
    func finishedUnused() {
        var line = Line(
            id: 1, account: "pool", provider: .smspool, kind: .activation, state: .ordering,
            purchasedAt: noon)
        var purchase = Purchase(providerID: "A")
        purchase.expiresAt = noon + .minutes(20)
        _ = line.apply(.bought(purchase), at: noon)
        _ = line.apply(.looked(new: 0, last: nil), at: noon + .minutes(1))
        _ = line.apply(.finished, at: noon + .minutes(1))
        var policy = Policy()
        policy.polling.idle = .hours(1)
        var looks: [Instant] = []
        var now = noon + .minutes(1)
        while let duty = Plan.duties(for: line, policy: policy, awaited: false, now: now).first,
            looks.count < 20
        {
            now = duty.due
            looks.append(now)
            _ = line.apply(.looked(new: 0, last: nil), at: now)
        }
        let after = looks.filter { $0 > noon + .minutes(20) }
        #expect(after.first == noon + .minutes(20) + .seconds(5))
        #expect(after.count > 1)
        #expect(looks.count < 20)
    }

    private func isLookedAt(_ line: Line, by keeper: Keeper) async throws -> Bool {
        for _ in 0..<20 {
            switch try await keeper.nextWork(for: "pool") {
            case .look(let found) where found.id == line.id: return true
            case .look(let other), .refresh(let other), .read(let other):
                try await keeper.release(other.id, failed: true)
            case .list: await keeper.listingFailed(on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .poll: await keeper.pollFailed(on: "pool")
            case .action, .idle: return false
            }
        }
        return false
    }
}
