@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Failed actions that a person retries.
@Suite struct `Trying again what failed` {
    @Test func `a forward that was given up is delivered from the beginning`() async throws {
        let fixture = try KeeperFixture()
        for name in ["phone", "desk"] {
            let forward = try await fixture.keeper.recordForward(
                to: name, ForwardContent(text: "Hello"), origin: "console")
            try await fixture.keeper.delivered([
                .init(
                    action: forward.row,
                    result: .failure(.refused(channel: name, status: 403, answer: "no")))
            ])
        }
        #expect(try fixture.store.actions(in: [.failed]).count == 2)
        let count = fixture.keeper.outboxSignal.count
        #expect(try await fixture.keeper.retry(DeadForwards(), most: 10).count == 2)
        let again = try fixture.store.actions(in: [.pending])
        #expect(again.map(\.channel) == ["phone", "desk"])
        #expect(again.allSatisfy { $0.attempts == 0 && $0.endedAt == nil })
        #expect(fixture.keeper.outboxSignal.count > count)
        #expect(try await fixture.keeper.retry(DeadForwards(), most: 10).count == 0)
    }

    @Test func `what is done with a line is checked against prices and limits anew`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 50_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: extend.id, .declined("No."))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.retry(extend.id))
        let again = try #require(try await fixture.nextAction())
        #expect(again.id == extend.id)
        #expect(again.details.price == nil)
        #expect(again.details.days == 30)
        // While it is running it is not begun a second time.
        #expect(try await !fixture.keeper.retry(extend.id))
    }

    @Test func `a refused purchase has nothing to go on with`() async throws {
        let fixture = try KeeperFixture()
        let order = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: order.id, .declined("No."))
        #expect(try await !fixture.keeper.retry(order.id))
    }

    @Test func `what nobody knows is said to be unknown`() async throws {
        let fixture = try KeeperFixture()
        await #expect {
            try await fixture.keeper.retry(99)
        } throws: { error in
            if case KeeperError.noSuchAction(99) = error { true } else { false }
        }
    }
}
