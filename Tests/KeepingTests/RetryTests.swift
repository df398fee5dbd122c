import Channels
import Lines
import Storage
import Testing

@testable import Keeping

/// Failed actions that a person retries.
@Suite struct `Trying again what failed` {
    @Test func `a forward that was given up is delivered from the beginning`() async throws {
        let house = try TestHouse()
        for name in ["phone", "desk"] {
            let forward = try await house.keeper.intendForward(
                to: name, ForwardContent(text: "Hello"), origin: "console")
            try await house.keeper.delivered([
                .init(
                    action: forward.row,
                    result: .failure(.refused(channel: name, status: 403, answer: "no")))
            ])
        }
        #expect(try house.store.actions(in: [.failed]).count == 2)
        let rings = house.keeper.outboxBell.rings
        #expect(try await house.keeper.retry(nil) == 2)
        let again = try house.store.actions(in: [.pending])
        #expect(again.map(\.channel) == ["phone", "desk"])
        #expect(again.allSatisfy { $0.attempts == 0 && $0.endedAt == nil })
        #expect(house.keeper.outboxBell.rings > rings)
        #expect(try await house.keeper.retry(nil) == 0)
    }

    @Test func `what is done with a line is checked against prices and limits anew`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 50_000)
        let extend = try await house.keeper.intend(
            .extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(extend.id, .declined("No."))
        try await house.keeper.release(line.id)
        #expect(try await house.keeper.retry(extend.id) == 1)
        let again = try #require(try await house.nextAction())
        #expect(again.id == extend.id)
        #expect(again.details.price == nil)
        #expect(again.details.days == 30)
        // While it is running it is not begun a second time.
        #expect(try await house.keeper.retry(extend.id) == 0)
    }

    @Test func `a refused purchase has nothing to go on with`() async throws {
        let house = try TestHouse()
        let order = try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.ended(order.id, .declined("No."))
        #expect(try await house.keeper.retry(order.id) == 0)
    }

    @Test func `what nobody knows is said to be unknown`() async throws {
        let house = try TestHouse()
        await #expect {
            try await house.keeper.retry(99)
        } throws: { error in
            if case KeeperError.noSuchAction(99) = error { true } else { false }
        }
    }
}
