import Channels
import Lines
import Storage
import Testing

@testable import Keeping

/// Waiting actions in a restored copy of the database.
@Suite struct `A restored database` {
    @Test func `paid calls that waited become doubts, forwards stay, and the home is another`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        let wake = try await house.keeper.intend(.wake, on: line, origin: "console")
        let forward = try await house.keeper.intendForward(
            to: "phone", ForwardContent(text: "Hello"), origin: "console")
        house.clock.advance(.hours(1))
        let restored = try RestoredCopy(
            preparing: house.store, as: "another", at: noon + .hours(1))
        #expect(restored.doubts == 1)
        #expect(restored.forwards == 1)
        let keeper = try house.restarted()
        #expect(await keeper.homeID == "another")
        #expect(await keeper.restoredAt == noon + .hours(1))
        let doubt = try await keeper.action(refund.id)
        #expect(doubt.state == .doubt)
        #expect(doubt.details.expiryBefore == line.expiresAt)
        #expect(doubt.details.doubtSince == noon + .hours(1))
        #expect(try await keeper.line("\(line.id)").inDoubt)
        #expect(try await keeper.action(wake.id).state == .pending)
        #expect(try house.store.action(forward.id)?.state == .pending)
        #expect(
            try house.store.latestEvents(limit: 2).map(\.kind).sorted() == ["doubt", "restored"])
    }

    @Test func `what it had not begun is not carried out before it was asked about`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        _ = try await house.keeper.intend(.refund, on: line, origin: "console")
        house.clock.advance(.hours(1))
        _ = try RestoredCopy(preparing: house.store, as: "another", at: noon + .hours(1))
        let keeper = try house.restarted()
        #expect(try await house.nextAction(keeper) == nil)
    }
}
