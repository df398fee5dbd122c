@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing

@testable import Keeping

/// Waiting actions in a restored copy of the database.
@Suite struct `A restored database` {
    @Test func `paid calls that waited become doubts, forwards stay, and the home is another`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        let wake = try await fixture.keeper.recordIntent(.wake, on: line, origin: "console")
        let forward = try await fixture.keeper.recordForward(
            to: "phone", ForwardContent(text: "Hello"), origin: "console")
        fixture.clock.advance(.hours(1))
        let restored = try RestoredCopy(
            preparing: fixture.store, as: "another", at: noon + .hours(1))
        #expect(restored.doubts == 1)
        #expect(restored.forwards == 1)
        let keeper = try fixture.restarted()
        #expect(await keeper.homeID == "another")
        #expect(await keeper.restoredAt == noon + .hours(1))
        let doubt = try await keeper.action(refund.id)
        #expect(doubt.state == .doubt)
        #expect(doubt.details.expiryBefore == line.expiresAt)
        #expect(doubt.details.doubtSince == noon + .hours(1))
        #expect(try await keeper.line("\(line.id)").inDoubt)
        #expect(try await keeper.action(wake.id).state == .pending)
        #expect(try fixture.store.action(forward.id)?.state == .pending)
        #expect(
            try fixture.store.latestEvents(limit: 2).map(\.kind).sorted() == ["doubt", "restored"])
    }

    @Test func `what it had not begun is not carried out before it was asked about`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        _ = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        fixture.clock.advance(.hours(1))
        _ = try RestoredCopy(preparing: fixture.store, as: "another", at: noon + .hours(1))
        let keeper = try fixture.restarted()
        #expect(try await fixture.nextAction(keeper) == nil)
    }
}
