import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Waits and recorded times at the very moment the machine's clock is set, and over a restart.
/// Later steps have already noticed the change.
@Suite("A clock that is set")
struct ClockTests {
    @Test(
        "What is ordered before anybody noticed is done at once",
        arguments: [Duration.days(1), .hours(-1)])
    func orderedAfterStep(step: Duration) async throws {
        let fixture = try KeeperFixture()
        fixture.clock.step(step)
        let intended = try await fixture.begin()
        #expect(try await fixture.nextAction()?.id == intended.id)
    }

    @Test("A line looked at before anybody noticed is looked at again in its time")
    func lookedAtAfterStep() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        fixture.clock.step(.hours(1))
        let status = RentalStatus(
            isAvailable: true, activeFor: .seconds(90), expiresAt: line.expiresAt)
        try await fixture.keeper.observe(.status(status), on: line.id)
        try await fixture.keeper.receive([], on: line.id)
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.minutes(2))
        #expect(try await isLookedAt(line, by: fixture.keeper))
    }

    @Test("A start on a clock that was set back does not wait as much longer")
    func startAfterStepBack() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        // A later record, by which the start detects the change.
        try await fixture.keeper.note(kind: "test", text: "The last thing before the end.")
        fixture.clock.step(.hours(-1))
        let later = try fixture.restarted()
        #expect(try await fixture.nextAction(later)?.id == intended.id)
    }

    @Test("A doubt is settled as soon after a start on a clock that was set back")
    func doubtAfterStepBack() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: intended.id, .failed(.providerFailed("")))
        fixture.clock.step(.hours(-1))
        let later = try fixture.restarted()
        fixture.clock.advance(.minutes(2))
        try await later.compareLists(
            rentals: [], active: [], past: [], began: fixture.clock.world.now() + .seconds(1),
            on: "pool")
        #expect(await later.openDoubts().isEmpty)
    }

    @Test("What was bought on a clock that was a day off is found and is what was bought")
    func boughtAfterStep() async throws {
        for step in [Duration.days(1), .days(-1)] {
            let fixture = try KeeperFixture()
            let intended = try await fixture.begin(.rent)
            let bought = fixture.clock.world.now()
            _ = try await fixture.nextAction()
            fixture.clock.step(step)
            let later = try fixture.restarted()
            for _ in 0..<3 {
                await later.noteCall(
                    on: "pool", providerTime: fixture.clock.world.now() - step, error: nil)
            }
            fixture.clock.advance(.seconds(10))
            var held = HeldRental(providerID: "R")
            held.expiresAt = bought + .days(30)
            try await later.compareLists(
                rentals: [held], active: [], past: [],
                began: fixture.clock.world.now() + .seconds(1), on: "pool")
            #expect(try fixture.store.action(intended.id)?.state == .done)
            let lines = await later.allLines()
            #expect(lines.map(\.providerID) == ["R"])
            #expect(lines.map(\.isAdopted) == [false])
        }
    }

    @Test("An end that was noted on a clock that was ahead is asked about")
    func endedAhead() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        // A restart with a clock that is a day ahead.
        fixture.clock.step(.days(1))
        let ahead = try fixture.restarted()
        try await ahead.observe(.time, on: line.id)
        let ended = try await ahead.line("\(line.id)")
        #expect(ended.state == .expired)
        fixture.clock.step(.days(-1))
        let later = try fixture.restarted()
        #expect(try await isLookedAt(ended, by: later))
        // It has not ended, and its messages belong to it.
        try await later.receive([], on: line.id, standing: ActivationStatus(.waiting))
        #expect(try await later.line("\(line.id)").state == .waiting)
    }

    @Test("A look at an end does not put off the next once the clock is known to be ahead")
    func lookedAtAhead() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        fixture.clock.step(.minutes(150))
        let ahead = try fixture.restarted()
        try await ahead.observe(.time, on: line.id)
        // The provider was asked once more how it ended and had no answer.
        try await ahead.receive([], on: line.id)
        try await ahead.release(line.id)
        for _ in 0..<3 {
            let there = fixture.clock.world.now() - .minutes(150)
            await ahead.noteCall(on: "pool", providerTime: there, error: nil)
        }
        fixture.clock.advance(.minutes(2))
        #expect(try await isLookedAt(line, by: ahead))
    }

    private func isLookedAt(_ line: Line, by keeper: Keeper) async throws -> Bool {
        for _ in 0..<20 {
            switch try await keeper.nextWork(for: "pool") {
            case .look(let found) where found.id == line.id: return true
            case .look(let other), .refresh(let other), .read(let other):
                try await keeper.release(other.id)
            case .action: return false
            case .poll: await keeper.pollFailed(on: "pool")
            case .list: await keeper.listingFailed(on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .idle: return false
            }
        }
        return false
    }
}
