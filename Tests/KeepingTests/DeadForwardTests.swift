@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Forwards that were given up, sent again or dropped by what they have in common.
@Suite("Forwards that were given up") struct DeadForwardTests {
    private let fixture: KeeperFixture

    init() throws { fixture = try KeeperFixture() }

    /// Forwards with ids from 1 on: every second to `desk`, every third of another script, on one of
    /// two lines, and an hour apart. Each tenth is not dead.
    private func fill(_ count: Int) throws {
        try fixture.store.write { database in
            for number in 1...count {
                var action = Action(
                    id: 0, key: "key-\(number)", kind: .forward,
                    state: number.isMultiple(of: 10) ? .done : .failed,
                    origin: number.isMultiple(of: 3) ? "20-b.lua" : "10-a.lua",
                    createdAt: noon - .days(9))
                action.channel = number.isMultiple(of: 2) ? "desk" : "phone"
                action.endedAt = noon - .hours(number)
                action.attempts = 24
                action.result = "403"
                let written = try database.insert(action)
                // What ended and what was answered is no part of a new action.
                if var written {
                    written.endedAt = action.endedAt
                    written.result = action.result
                    try database.settle(written)
                }
            }
        }
    }

    private func dead(_ change: (inout DeadForwards) -> Void = { _ in }) -> DeadForwards {
        var dead = DeadForwards()
        change(&dead)
        return dead
    }

    @Test func `are counted and found by what they have in common`() throws {
        try fill(30)
        let cases: [(DeadForwards, [Int64])] = [
            (dead(), (1...30).filter { $0 % 10 != 0 }),
            (dead { $0.channel = "desk" }, (1...30).filter { $0 % 2 == 0 && $0 % 10 != 0 }),
            (dead { $0.script = "20-b.lua" }, (1...29).filter { $0 % 3 == 0 }),
            (dead { $0.since = noon - .hours(5) }, [1, 2, 3, 4, 5]),
            (
                dead {
                    $0.channel = "phone"
                    $0.script = "20-b.lua"
                    $0.since = noon - .hours(10)
                }, [3, 9]
            ),
            (
                dead {
                    $0.after = 4
                    $0.upTo = 7
                }, [5, 6, 7]
            ), (dead { $0.line = 4 }, []), (dead { $0.channel = "nobody" }, []),
        ]
        for (dead, ids) in cases {
            #expect(try fixture.store.forwards(dead, limit: 100).map(\.id) == ids)
            #expect(
                try fixture.store.latestForwards(dead, limit: 100).map(\.id) == ids.reversed())
            let counted = try fixture.store.count(dead)
            #expect(counted.count == ids.count && counted.last == ids.last)
        }
        #expect(try fixture.store.forwards(dead(), limit: 2).map(\.id) == [1, 2])
    }

    @Test func `are sent again part by part, and nothing twice`() async throws {
        try fill(30)
        var meant = dead { $0.upTo = 21 }
        var parts: [Int] = []
        while let last = try await fixture.keeper.retry(meant, most: 8).last {
            parts.append(try fixture.store.actions(in: [.pending]).count)
            // It fails again at once, which is no reason to send it once more.
            let again = try #require(try fixture.store.action(1))
            try await fixture.keeper.delivered([
                .init(
                    action: again,
                    result: .failure(.refused(channel: "phone", status: 403, answer: "no")))
            ])
            meant.after = last
        }
        #expect(parts.count == 3)
        let pending = try fixture.store.actions(in: [.pending])
        #expect(Set(pending.map(\.id)) == Set((2...21).filter { $0 % 10 != 0 }))
        #expect(pending.allSatisfy { $0.attempts == 0 && $0.dueAt == noon })
    }

    @Test func `stay dead without their channel, and are counted`() async throws {
        try fill(9)
        try await fixture.keeper.setAsideForwards(without: ["desk"])
        let part = try await fixture.keeper.retry(dead(), most: 100)
        #expect(part.count == 4 && part.left == 5)
        #expect(
            try fixture.store.actions(in: [.failed]).allSatisfy { $0.channel == "phone" })
    }

    @Test func `are dropped with the reason of their end, and one event for all`() async throws {
        try fill(9)
        let part = try await fixture.keeper.drop(dead { $0.channel = "phone" }, most: 100)
        #expect(part.count == 5 && part.last == 9)
        let dropped = try fixture.store.actions(in: [.dropped])
        #expect(dropped.map(\.id).sorted() == [1, 3, 5, 7, 9])
        #expect(dropped.allSatisfy { $0.result == "Dropped by hand. 403" && $0.endedAt != nil })
        let events = try fixture.store.latestEvents(limit: 10).map(\.text)
        #expect(events == ["5 failed forwards dropped by hand."])
        #expect(try await fixture.keeper.drop(dead { $0.channel = "phone" }, most: 9).count == 0)
        #expect(try fixture.store.latestEvents(limit: 10).count == 1)
    }
}
