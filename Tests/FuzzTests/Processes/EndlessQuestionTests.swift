import Foundation
import Testing
import TestSupport

/// Questions on the control socket without an answer, or with one of any size: the manager abandons
/// them and keeps working meanwhile.
@Suite("Questions without end", .serialized, .blocking, .timeLimit(.minutes(20)))
struct EndlessQuestionTests {
    /// More of them than this machine has processors.
    private func ask(_ requests: [[UInt8]], of manager: LiveManager) async throws {
        let files = manager.openFiles
        var asking: [RawConnection] = []
        for _ in 0..<4 {
            for request in requests {
                let connection = try #require(RawConnection(manager.socket))
                connection.send(request)
                asking.append(connection)
            }
        }
        let before = manager.memory.resident
        for _ in 0..<5 { #expect(manager.status() == 200) }
        #expect(manager.memory.peak - before < 200 << 20)
        // Nobody waits for the answers any more, so the queries have ended too.
        asking = []
        #expect(try await manager.settled(atMost: files + 20) <= files + 20)
        #expect(manager.status() == 200)
    }

    @Test func `statements that never end, or answer with all there is`() async throws {
        let manager = try await LiveManager()
        let count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        let statements = [
            "\(count) SELECT max(i) FROM n", "\(count) SELECT i FROM n ORDER BY random()",
            "\(count) SELECT group_concat(i) FROM n", "SELECT length(randomblob(1000000000))",
            "SELECT printf('%1000000000d', 1)", "\(count) SELECT hex(zeroblob(4000000)) FROM n",
        ]
        try await ask(
            statements.map { HTTPText.post("sql", "{\"query\":\"\($0)\",\"limit\":100000}") },
            of: manager)
    }

    @Test func `a statement that takes too long is given up`() async throws {
        let manager = try await LiveManager(speed: 10)
        let request = HTTPText.post(
            "sql",
            #"{"query":"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "#
                + #"SELECT max(i) FROM n","limit":1}"#)
        let reply = RawConnection(manager.socket)?.exchange(request, within: .seconds(120))
        #expect(reply.flatMap(HTTPText.status) == 409)
        let answer = String(decoding: HTTPText.body(of: reply ?? []), as: UTF8.self)
        #expect(answer.contains("cancelled"))
    }

    @Test func `scripts that are pipes and devices`() async throws {
        let manager = try await LiveManager()
        let pipe = manager.home + "/pipe.lua"
        try #require(mkfifo(pipe, 0o600) == 0)
        let paths = [pipe, "/dev/zero", "/dev/stdin", "/proc/self/mem", manager.home]
        try await ask(
            paths.map { HTTPText.post("scripts/rehearse", "{\"script\":\"\($0)\",\"last\":1000}") },
            of: manager)
    }

    @Test func `settings of the database are not statements`() async throws {
        let manager = try await LiveManager()
        for setting in [
            "PRAGMA hard_heap_limit = 1000", "EXPLAIN PRAGMA hard_heap_limit = 1000",
            "PRAGMA query_only = 0", "ATTACH '\(manager.home)/x.db' AS x", "VACUUM",
            "SELECT load_extension('x')", "SELECT 1; PRAGMA hard_heap_limit = 1000",
            "SELECT 'a;b' -- '\\n; PRAGMA hard_heap_limit = 1000",
            "SELECT 1 /* ' */; PRAGMA hard_heap_limit = 1000 -- '",
        ] {
            let request = HTTPText.post("sql", "{\"query\":\"\(setting)\",\"limit\":10}")
            let reply = RawConnection(manager.socket)?.exchange(request, within: .seconds(120))
            #expect(reply.flatMap(HTTPText.status) == 409, "\(setting)")
        }
        let label = HTTPText.post("label", #"{"line":"1","text":"still written"}"#)
        let reply = RawConnection(manager.socket)?.exchange(label, within: .seconds(120))
        #expect(reply.flatMap(HTTPText.status) == 200)
    }
}
