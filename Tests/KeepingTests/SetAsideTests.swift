import GRDB
import Keeping
import Lines
import Storage
import Testing

/// Waiting actions at a start that nobody can carry out.
@Suite("A bad action that waits at a start") struct SetAsideTests {
    private static func write(
        _ kind: String, _ payload: String, line: Int64?, channel: String? = nil,
        state: String = "pending", in house: TestHouse
    ) throws {
        try house.store.write { database in
            try database.execute(
                sql: """
                    INSERT INTO action (key, kind, state, line, channel, origin, payload, created_at, due_at)
                    VALUES ('bad', ?, ?, ?, ?, 'console', ?, ?, ?)
                    """,
                arguments: [kind, state, line, channel, payload, noon, noon])
        }
    }

    private static func state(in house: TestHouse) throws -> (state: String, result: String?) {
        try house.store.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT state, result FROM action WHERE key = 'bad'")
            return (row?["state"] ?? "gone", row?["result"])
        }
    }

    @Test(arguments: [
        ("teleport", "{}", "teleport"), ("", "{}", "kind"), ("extend", "{", "damaged"),
        ("extend", "{\"days\":1e400}", "damaged"), ("refund", "\u{0}", "damaged"),
        ("forward", "[]", "damaged"), ("wake", "{}", "no longer there"),
        ("forward", "{}", "which channel"),
    ])
    func `ends as failed with the reason, and the manager starts`(
        kind: String, payload: String, says: String
    ) async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        let hasLine = kind != "wake"
        try Self.write(kind, payload, line: hasLine ? line.id : 99, in: house)
        let keeper = try house.restarted()
        let (state, result) = try Self.state(in: house)
        #expect(state == "failed")
        #expect(result?.contains(says) == true, "\(result ?? "")")
        #expect(try house.store.actions(limit: 10).count <= 2)
        let told = try house.store.latestEvents(limit: 3).map(\.text)
        #expect(told.contains { $0.contains("failed") && $0.contains(says) }, "\(told)")
        // The line continues, and a second start reports nothing more.
        #expect(try await keeper.line("\(line.id)").state == .active)
        let before = try house.store.latestEvents(limit: 1).first?.id
        _ = try house.restarted()
        #expect(try house.store.latestEvents(limit: 1).first?.id == before)
    }

    @Test func `is a doubt all the same when it may have been paid`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        try Self.write("extend", "{", line: line.id, state: "running", in: house)
        let keeper = try house.restarted()
        #expect(try Self.state(in: house).state == "doubt")
        #expect(try await keeper.line("\(line.id)").inDoubt)
    }

    @Test(arguments: [
        #"{"seconds":9223372036854775807}"#, #"{"days":9223372036854775807}"#,
        #"{"price":{"tenThousandths":9223372036854775807,"currency":"XXX"}}"#,
        #"{"expiryBefore":-9223372036854775808}"#,
    ])
    func `is survived with figures nobody would write`(payload: String) async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        for kind in ["wake", "extend", "refund"] {
            try house.store.write {
                try $0.execute(sql: "UPDATE action SET key = key || id WHERE key = 'bad'")
            }
            try Self.write(kind, payload, line: line.id, in: house)
        }
        let keeper = try house.restarted()
        for _ in 0..<5 { _ = try await house.nextAction(keeper) }
        _ = await keeper.plan(of: nil)
        #expect(try await keeper.line("\(line.id)").state == .active)
    }
}
