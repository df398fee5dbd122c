import Foundation
import GRDB
import Testing
import TestSupport

/// Tests the comparison itself: a correct home is tampered with, and the comparison must find it.
@Suite("The comparison with the provider's books", .serialized)
struct ComparisonTests {
    /// A change to the database of a finished run, and a part of the expected sentence.
    struct Tampering: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var sql: String
        var named: String

        init(_ what: String, _ sql: String, named: String) {
            testDescription = what
            self.sql = sql
            self.named = named
        }
    }

    private struct Finished {
        var outcome: Run.Outcome
        var database: Data
        var forwarded: Data
    }

    /// One run without a kill, shared by all these tests.
    private static let finished = Task {
        let receiver = Receiver.failingNowAndThen()
        let outcome = try await receiver.serving { url in
            var run = Run(plan: .commitPoints([]), receiver: receiver, url: url)
            run.isKept = true
            return try await run.carryOut()
        }
        defer { try? FileManager.default.removeItem(atPath: outcome.folder) }
        func read(_ path: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: "\(outcome.folder)/home/\(path)"))
        }
        return Finished(
            outcome: outcome, database: try read("data/linekeeper.db"),
            forwarded: try read("forwarded.jsonl"))
    }

    @Test(
        "A home that was tampered with is found out",
        arguments: [
            Tampering(
                "a message is gone",
                "DELETE FROM message WHERE id = (SELECT MIN(id) FROM message)",
                named: "is here 0 times, delivered 1 times"),
            Tampering(
                "a message is there twice",
                """
                INSERT INTO message (identity, line, account, text, stored_at, is_first, state)
                SELECT 'again', line, account, text, stored_at, 0, state FROM message LIMIT 1
                """, named: "is here 2 times, delivered 1 times"),
            Tampering(
                "a charge is there twice",
                """
                INSERT INTO ledger (at, account, line, action, kind, what, origin, amount, currency)
                SELECT at, account, line, action, kind, what, origin, amount, currency
                FROM ledger WHERE kind = 'charge' LIMIT 1
                """, named: "was charged for 2 times"),
            Tampering(
                "a charge is off by a cent",
                """
                DROP TRIGGER ledger_is_append_only_update;
                UPDATE ledger SET amount = amount + 100 WHERE id = 1
                """, named: "in the provider's ledger 0 times"),
            Tampering(
                "a line is gone",
                """
                DELETE FROM line_provider_id WHERE line = 2; DELETE FROM line WHERE id = 2
                """, named: "is not a line here"),
            Tampering(
                "a line ended here only", "UPDATE line SET state = 'expired' WHERE id = 2",
                named: "state is expired, the provider has active"),
            Tampering(
                "an extension is not known", "UPDATE line SET expires_at = expires_at - 604800000",
                named: "expiry is"),
            Tampering(
                "a doubt is left",
                "UPDATE action SET state = 'doubt' WHERE id = (SELECT MIN(id) FROM action)",
                named: "is still doubt"),
            Tampering(
                "a call was made that is not written down",
                "UPDATE action SET attempts = 0 WHERE kind = 'rent'",
                named: "rent was called"),
            Tampering(
                "a script counted a message twice",
                """
                UPDATE memory SET value = value + 1
                WHERE script = '10-count.lua' AND key = 'messages'
                """, named: "10-count.lua remembers"),
            Tampering(
                "a script ran on a message twice",
                """
                INSERT INTO run
                    (at, script, handler, message, outcome, decisions, log, microseconds)
                SELECT at, script, handler, message, outcome, decisions, log, microseconds
                FROM run WHERE handler = 'on_message' LIMIT 1
                """, named: "ran 2 times on message"),
            Tampering(
                "a forward was decided twice",
                """
                INSERT INTO action
                    (key, kind, state, line, message, channel, origin, payload, created_at, due_at)
                SELECT key || '-x', kind, state, line, message, channel, origin, payload, 0, 0
                FROM action WHERE kind = 'forward' AND channel = 'desk' LIMIT 1
                """, named: "is forwarded 2 times to desk"),
            Tampering(
                "a forward counts as delivered and is not",
                """
                UPDATE action SET key = key || '-y'
                WHERE id = (SELECT MIN(id) FROM action WHERE kind = 'forward' AND channel = 'log')
                """, named: "counts as delivered and did not arrive"),
        ])
    func tampering(_ tampering: Tampering) async throws {
        let finished = try await Self.finished.value
        try #require(finished.outcome.differences == [], "before anything was changed")
        let copy = try copy(of: finished)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: copy + "/copy.db", configuration: configuration)
        try await queue.write { try $0.execute(sql: tampering.sql) }
        try queue.close()
        let differences = try await compare(finished, copy)
        let isNamed = differences.contains { $0.contains(tampering.named) }
        #expect(isNamed, "found: \(differences)")
    }

    @Test("A copy nobody touched is found in order")
    func untouched() async throws {
        let finished = try await Self.finished.value
        let copy = try copy(of: finished)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        #expect(try await compare(finished, copy) == [])
    }

    @Test("A damaged database is found out")
    func damage() async throws {
        let finished = try await Self.finished.value
        let copy = try copy(of: finished)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let queue = try DatabaseQueue(path: copy + "/copy.db")
        let root = try await queue.read { database in
            try Int.fetchOne(
                database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'message_line'")
        }
        try queue.close()
        // The index of messages by line loses its entries, which only the full check detects.
        let page = try #require(root)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: copy + "/copy.db"))
        try file.seek(toOffset: UInt64(page - 1) * 4096 + 3)
        try file.write(contentsOf: Data([0, 0]))
        try file.close()
        let differences = try await compare(finished, copy)
        #expect(differences.contains { $0.contains("the database is damaged") }, "\(differences)")
    }

    /// A folder with copies of the database and the forwarded lines.
    private func copy(of finished: Finished) throws -> String {
        let folder = try TestFolder.make("compared")
        for (name, data) in [("copy.db", finished.database), ("sent", finished.forwarded)] {
            try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        return folder
    }

    private func compare(_ finished: Finished, _ copy: String) async throws -> [String] {
        let outcome = finished.outcome
        let comparison = Comparison(
            database: copy + "/copy.db", forwarded: copy + "/sent",
            provider: try #require(outcome.provider), userCommands: outcome.userCommands,
            posts: outcome.posts)
        return try await comparison.differences()
    }
}
