@testable import Accounts
import GRDB
import Keeping
import Lines
import Storage
import Testing

/// Waiting actions at a start that nobody can carry out.
@Suite("A bad action that waits at a start") struct SetAsideTests {
    private static func write(
        _ kind: String, _ payload: String, line: Int64?, channel: String? = nil,
        state: String = "pending", in fixture: KeeperFixture
    ) throws {
        try fixture.store.write { database in
            try database.execute(
                sql: """
                    INSERT INTO action (key, kind, state, line, channel, origin, payload, created_at, due_at)
                    VALUES ('bad', ?, ?, ?, ?, 'console', ?, ?, ?)
                    """,
                arguments: [kind, state, line, channel, payload, noon, noon])
        }
    }

    private static func state(in fixture: KeeperFixture) throws -> (state: String, result: String?)
    {
        try fixture.store.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT state, result FROM action WHERE key = 'bad'")
            return (row?["state"] ?? "gone", row?["result"])
        }
    }

    @Test(arguments: [
        ("teleport", "{}", "teleport"), ("", "{}", "kind"), ("extend", "{", "damaged"),
        ("extend", "{\"days\":1e400}", "damaged"), ("refund", "\u{0}", "damaged"),
        ("forward", "[]", "damaged"), ("wake", "{}", "no longer exists"),
        ("forward", "{}", "names no channel"),
    ])
    func `ends as failed with the reason, and the manager starts`(
        kind: String, payload: String, says: String
    ) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let hasLine = kind != "wake"
        try Self.write(kind, payload, line: hasLine ? line.id : 99, in: fixture)
        let keeper = try fixture.restarted()
        let (state, result) = try Self.state(in: fixture)
        #expect(state == "failed")
        #expect(result?.contains(says) == true, "\(result ?? "")")
        #expect(try fixture.store.actions(limit: 10).count <= 2)
        let told = try fixture.store.latestEvents(limit: 3).map(\.text)
        #expect(told.contains { $0.contains("failed") && $0.contains(says) }, "\(told)")
        // The line continues, and a second start reports nothing more.
        #expect(try await keeper.line("\(line.id)").state == .active)
        let before = try fixture.store.latestEvents(limit: 1).first?.id
        _ = try fixture.restarted()
        #expect(try fixture.store.latestEvents(limit: 1).first?.id == before)
    }

    @Test func `is a doubt all the same when it may have been paid`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        try Self.write("extend", "{", line: line.id, state: "running", in: fixture)
        let keeper = try fixture.restarted()
        #expect(try Self.state(in: fixture).state == "doubt")
        #expect(try await keeper.line("\(line.id)").inDoubt)
    }

    @Test(arguments: [
        #"{"seconds":9223372036854775807}"#, #"{"days":9223372036854775807}"#,
        #"{"price":{"tenThousandths":9223372036854775807,"currency":"XXX"}}"#,
        #"{"expiryBefore":-9223372036854775808}"#,
    ])
    func `is survived with figures nobody would write`(payload: String) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for kind in ["wake", "extend", "refund"] {
            try fixture.store.write {
                try $0.execute(sql: "UPDATE action SET key = key || id WHERE key = 'bad'")
            }
            try Self.write(kind, payload, line: line.id, in: fixture)
        }
        let keeper = try fixture.restarted()
        for _ in 0..<5 { _ = try await fixture.nextAction(keeper) }
        _ = await keeper.plan(of: nil)
        #expect(try await keeper.line("\(line.id)").state == .active)
    }
}
