import Foundation
import GRDB
import Lines
import Synchronization
import Testing
import TestSupport

@testable import Storage

/// A person's statements: they only read, each in a process of its own, and the store survives
/// whatever happens to that process.
@Suite("Questions in SQL", .serialized, .timeLimit(.minutes(20))) struct QueryTests {
    private static let counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    private static let endless = "\(counting) SELECT max(i) FROM n"

    private let folder: TestFolder
    private let store: Store

    init() throws {
        folder = try TestFolder()
        store = try Store(path: folder.database, program: BuiltProgram.path)
    }

    /// The refusal in place of a table.
    private func refusal(_ sql: String) async -> String {
        do {
            return "it ran: \(try await store.query(sql, limit: 9))"
        } catch {
            return "\(error)"
        }
    }

    @Test func `answer every value as text`() async throws {
        let table = try await store.query(
            "SELECT 1 AS one, NULL AS none, 1.5, 'a' || char(0) || 'b', x'00ff', 'é🦊'", limit: 10)
        #expect(table.columns.prefix(2) == ["one", "none"])
        #expect(table.rows == [["1", nil, "1.5", "a\0b", "2 bytes", "é🦊"]])
        #expect(try await store.query("SELECT 1 UNION SELECT 2", limit: 1).isCut)
        #expect(try await store.query("SELECT 1 WHERE 0", limit: 1).rows.isEmpty)
    }

    @Test func `read whatever the database holds`() async throws {
        try store.write {
            try $0.execute(
                sql: """
                    INSERT INTO line (account, provider, kind, state, purchased_at)
                        VALUES ('a', 'smspool', 'rental', 'active', 0);
                    INSERT INTO message
                        (identity, line, account, text, sender, stored_at, is_first, state)
                        VALUES ('1', 1, 'a', 'your code is 123', 'BANK', 0, 1, 'stored');
                    """)
        }
        for statement in [
            " select ';' ; \n", "EXPLAIN QUERY PLAN SELECT 1", "VALUES('it''s; ok')",
            "WITH a(b) AS (SELECT 1) SELECT \"b\" FROM [a] -- ; no more", "SELECT /* ; */ 1",
            "/* first */ SELECT sender, count(*) FROM message GROUP BY sender",
            "SELECT snippet(message_text, 0, '[', ']', '…', 5) FROM message_text "
                + "WHERE message_text MATCH 'code'",
            "SELECT value FROM message, json_each(tags || '') UNION SELECT 'x'",
            "SELECT rank() OVER (ORDER BY id), datetime(stored_at, 'unixepoch', 'localtime') "
                + "FROM message",
            "PRAGMA table_info(message)", "PRAGMA table_list", "PRAGMA index_list('message')",
            "PRAGMA user_version", "PRAGMA quick_check",
            "SELECT name FROM pragma_table_info('message')", "SELECT * FROM sqlite_schema",
            "SELECT json_group_array(text), lower(hex(randomblob(4))), random() FROM message",
        ] {
            #expect(try await store.query(statement, limit: 99).rows.count > 0, "\(statement)")
        }
    }

    @Test(
        arguments: [
            ("DELETE FROM line", "DELETE would change"),
            ("EXPLAIN DELETE FROM line", "DELETE would change"),
            ("WITH a AS (SELECT 1) DELETE FROM line", "This would change"),
            ("/* */ INSERT INTO line (account) VALUES (1)", "INSERT would change"),
            ("REPLACE INTO home VALUES ('x')", "REPLACE would change"),
            ("DROP TABLE line", "DROP would change"),
            ("CREATE TEMP TABLE x (y)", "CREATE would change"),
            ("CREATE VIRTUAL TABLE x USING fts5(y)", "CREATE would change"),
            ("ALTER TABLE line ADD COLUMN x", "ALTER would change"),
            ("UPDATE sqlite_master SET sql = ''", "may not be modified"),
            ("REINDEX", "REINDEX would change"), ("ANALYZE", "ANALYZE would change"),
            ("VACUUM", "VACUUM would change"), ("VACUUM INTO '/tmp/x.db'", "VACUUM would change"),
            ("ATTACH '/tmp/x.db' AS y", "ATTACH is not allowed"),
            ("DETACH main", "DETACH is not allowed"), ("COMMIT", "COMMIT is not allowed"),
            ("SAVEPOINT x", "SAVEPOINT is not allowed"),
            ("PRAGMA journal_mode = delete", "PRAGMA journal_mode is not allowed"),
            ("PRAGMA hard_heap_limit = 1000", "PRAGMA hard_heap_limit is not allowed"),
            ("EXPLAIN -- SELECT\nPRAGMA cache_size = 1", "PRAGMA cache_size is not allowed"),
            ("PRAGMA user_version = 9", "PRAGMA user_version = 9 would change"),
            ("PRAGMA writable_schema(1)", "PRAGMA writable_schema is not allowed"),
            ("SELECT * FROM pragma_temp_store_directory", "no such table"),
            ("SELECT load_extension('/tmp/x')", "The function load_extension() is not allowed"),
            ("SELECT fts3_tokenizer('simple', x'4141414141414141')", "fts3_tokenizer"),
            ("SELECT rtreecheck('x')", "The function rtreecheck() is not allowed"),
            ("SELECT fts5(1)", "The function fts5() is not allowed"),
            ("SELECT * FROM fts3tokenize('simple', 'a b')", "no such table"),
            ("SELECT * FROM dbstat", "no such table"), ("SELECT 1; SELECT 2", "two statements"),
            ("SELECT 1; PRAGMA hard_heap_limit = 1000", "two statements"),
            ("SELECT 1 /* ' */; DELETE FROM line -- '", "two statements"),
            ("nonsense", "syntax error"), ("", "There is no statement"),
            (" ; -- nothing", "There is no statement"),
            ("SELECT nosuch FROM line", "no such column"),
            ("SELECT zeroblob(1000000000)", "longer than 4 MB"),
        ]) func `say what was refused`(statement: String, words: String) async throws
    {
        let answer = await refusal(statement)
        #expect(answer.contains(words), "\(answer)")
        #expect(try store.lines().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/x.db"))
    }

    /// There are no files: sorting and grouping happen in memory, which is limited.
    @Test func `use so much memory and no more`() async throws {
        let answer = await refusal("\(Self.counting) SELECT i FROM n ORDER BY random()")
        #expect(answer.contains("exceeds its memory limit"), "\(answer)")
        // Two hundred thousand messages can be sorted.
        let sorted = "\(Self.counting.replacing("FROM n)", with: "FROM n LIMIT 200000)")) "
        let long = "SELECT i || 'a text as long as messages are, with a code in it' FROM n"
        #expect(
            try await store.query("\(sorted)\(long) ORDER BY random()", limit: 3).rows.count == 3)
    }

    @Test func `end at whatever moment they are given up`() async throws {
        let store = store
        for milliseconds in 0..<40 {
            let question = Task { await refusal(Self.endless) }
            try await Task.sleep(for: .milliseconds(milliseconds * 4))
            question.cancel()
            #expect(await question.value.contains("was cancelled"))
        }
        #expect(store.questions.withLock { $0 } == 0)
    }

    @Test func `so many at once and no more`() async throws {
        let answers = await withTaskGroup(of: String.self) { group in
            let asked = (0..<9).map { _ in Task { await refusal(Self.endless) } }
            for question in asked { group.addTask { await question.value } }
            // The first answer is for the query that exceeded the limit.
            let first = await group.next() ?? "none"
            for question in asked { question.cancel() }
            return await group.reduce(into: [first]) { $0.append($1) }
        }
        #expect(answers[0].contains("8 statements are already running"))
        #expect(answers.dropFirst().allSatisfy { $0.contains("was cancelled") })
        #expect(try await store.query("SELECT 1", limit: 1).rows == [["1"]])
    }

    @Test func `crash nobody but themselves`() async throws {
        let question = Task { await refusal(Self.endless) }
        var process: Int32?
        while process == nil {
            try await Task.sleep(for: .milliseconds(5))
            process = RunningProcess.children(of: getpid()).first { child in
                let words = try? String(
                    contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)
                return words?.contains("\0\(QuestionProcess.argument)\0") == true
            }
        }
        kill(try #require(process), SIGSEGV)
        #expect(await question.value.contains("crashed its process"))
        #expect(try await store.query("SELECT 1", limit: 1).rows == [["1"]])
    }

    @Test func `say why there is no process for them`() async throws {
        for (program, words) in [
            ("/nowhere/linekeeper", "No process can be started"),
            ("/bin/false", "was not answered"),
        ] {
            let store = try Store(path: folder.database, program: program)
            await #expect {
                try await store.query("SELECT 1", limit: 1)
            } throws: {
                "\($0)".contains(words)
            }
        }
    }
}
