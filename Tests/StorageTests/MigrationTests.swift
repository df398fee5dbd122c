import Codes
import Foundation
import GRDB
import Lines
import Storage
import Testing
import TestSupport

/// Every schema version is migrated from a database of that version, kept as SQL in `Fixtures`.
///
/// A fixture is a dump of that version's database, with rows in every table and in every state.
/// Make it with `sqlite3 DATABASE .dump`, without the tables that FTS5 keeps beside `message_text`.
@Suite struct Migrations {
    /// Fingerprints of the frozen migrations at their release. If one differs, the migration was
    /// edited, and databases that have already run it will never see the edit: add a new one
    /// instead.
    private static let frozen: [String: String] = [
        "1 lines, messages, actions": "aae53bf83ffaf397",
        "2 restores": "0365be36b8714d82",
        "3 silence": "d8d75659cffa628e",
        "4 push": "1e45548c5a51c864",
        "5 signs": "ab9a20ca83d5f647",
        "6 reconciliation": "e57edf6861cf7022",
        "7 codes": "0925d699d462b900",
        "8 kinds of messages": "7178a3b6b2b905c5",
        "9 what a start remembers": "5d4bdd10be9fee48",
        "10 low balances and parts of messages": "81796d62aff13424",
        "11 standing of scripts": "461b55ace5a5f1cd",
        "12 schedules of scripts": "74e03fc7ca6eeb00",
        "13 chains and answers of forwards": "43f9e6db7209a2ab",
        "14 versions of scripts": "438143c768d67595",
        "15 holds of forwards": "2c51d0e746763970",
        "16 troubles": "ca0f6d878b836370",
    ]

    /// Tables that are new in a version have rows from the next fixture on.
    private static func isFilled(_ table: String, in version: Int) -> Bool {
        let since = [
            "silence": 3, "push": 4, "comparison": 9, "clock": 9, "low_balance": 10,
            "message_part": 10, "script": 11, "script_version": 14, "trouble": 16,
        ]
        return version >= since[table] ?? 1
    }

    /// The numbers of the migrations, each with the fixture of that number.
    private static let versions = Schema.migrations.map { number(of: $0) }
    private static func number(of migration: Migration) -> Int {
        Int(migration.name.prefix { $0 != " " }) ?? 0
    }

    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func fixture(_ version: Int) throws -> String {
        let file = SourceTree.root.appending(path: "Tests/StorageTests/Fixtures/\(version).sql")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// A database of a version, as left by the program of that version.
    private func make(_ version: Int) throws {
        let pool = try DatabasePool(path: folder.database)
        try pool.write { try $0.execute(sql: try fixture(version)) }
        try pool.close()
    }

    @Test func `each has a fixture, and its text is what it was when it was released`() throws {
        let known = Schema.migrations.map(\.name)
        #expect(Set(Self.versions).count == known.count)
        #expect(Self.versions == Self.versions.sorted(), "they are numbered in order")
        for migration in Schema.migrations {
            #expect(
                Self.frozen[migration.name] == migration.sql.fingerprint,
                "\(migration.name) is now \(migration.sql.fingerprint)")
            #expect(try fixture(Self.number(of: migration)).contains("'\(migration.name)'"))
        }
        #expect(Self.frozen.count == known.count)
    }

    @Test(arguments: versions)
    func `a fixture is what its version made, with rows in every table`(version: Int) throws {
        try make(version)
        let queue = try DatabaseQueue(path: folder.database)
        let fresh = try DatabaseQueue()
        try Schema.migrate(fresh, by: Schema.migrations.filter { Self.number(of: $0) <= version })
        #expect(try queue.schema == fresh.schema)
        for (table, rows) in try queue.content where Self.isFilled(table, in: version) {
            #expect(!rows.isEmpty, "\(table)")
        }
        let states = try queue.read { database in
            try Set(String.fetchAll(database, sql: "SELECT kind || state FROM line"))
        }
        #expect(states.count >= 11)
    }

    // MARK: Migrating

    @Test(arguments: versions)
    func `keeps every row of a version, and ends in the schema of a new database`(
        version: Int
    ) throws {
        try make(version)
        let before = try DatabaseQueue(path: folder.database).content
        let store = try Store(path: folder.database)
        let after = try store.database.content
        for (table, rows) in before where table != "grdb_migrations" {
            // Columns added since are at the end.
            let width = rows.first?.count ?? 0
            #expect(after[table]?.map { Array($0.prefix(width)) } == rows, "\(table)")
        }
        #expect(try store.database.schema == Store().database.schema)
        #expect(after["grdb_migrations"]?.count == Schema.migrations.count)
        let checks = try store.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "\($0)" }
        }
        #expect(checks == ["ok"])
        let program = try store.read { try Int.fetchOne($0, sql: "PRAGMA application_id") }
        #expect(program == 0x4C4B_5052)
    }

    @Test(arguments: versions)
    func `is read by today's program, and goes on where it was`(version: Int) throws {
        try make(version)
        let store = try Store(path: folder.database)
        let lines = try store.lines()
        #expect(lines.count == 12)
        #expect(lines.first?.tags == ["bank", "a \"quoted\" tag"])
        #expect(lines.first?.listening.window == .seconds(90))
        #expect(lines.count { $0.inDoubt } == 2)
        #expect(try store.providerIDs(of: "pool")["ORDER00007-FIRST"] == 7)
        #expect(try store.actions(in: Action.State.allCases).count == 15)
        #expect(try store.actions(in: [.running]).map(\.kind) == [.cancel])
        #expect(try store.unhandledMessages(limit: 9).map(\.text) == ["998877"])
        var filter = store.filter()
        filter.search = try SearchQuery("Überweisung")
        #expect(try store.messages(filter).map(\.id) == [2])
        #expect(try store.ledger(since: nil, limit: 9).count == 4)
        #expect(try store.eventsForScripts(limit: 9).count == 1)
        #expect(try store.runs(on: 2).first?.failure?.contains("10-bank.lua:4") == true)
        #expect(try store.memory(of: "90-digest.lua").count == 2)
        #expect(try store.timers(limit: 9).map(\.name) == ["remind", "daily"])
        #expect(try store.timers(limit: 9).map(\.chain.count) == [version < 11 ? 0 : 2, 0])
        try store.expectVersions(areKept: version >= 14)
        let standing = try store.standing(of: "90-digest.lua")
        #expect(standing?.pauses == (version < 11 ? nil : 2))
        #expect(standing?.isPaused(at: .noon) == (version < 11 ? nil : true))
        #expect(try store.messagesSetAside(limit: 9) == ["10-bank.lua": [2]])
        #expect(try store.homeID(orElse: "another") == "c0ffee123456")
        #expect(try store.restoredAt() == (version < 2 ? nil : .noon - .days(1)))
        #expect(try store.silences(now: .noon).count == (version < 3 ? 0 : 2))
        #expect(try store.lowBalances() == (version < 10 ? [] : ["second"]))
        #expect(try store.clocks() == (version < 9 ? [:] : ["pool": .hours(-2)]))
        #expect(try store.owedComparisons().map(\.action) == (version < 9 ? [] : [1]))
        #expect(try store.eventRetries()[3]?.scripts == (version < 9 ? nil : ["10-bank.lua"]))
        #expect(
            try store.timers(limit: 9).map(\.failures) == (version < 9 ? [0, 0] : [0, 2]))
        let handled = try store.forward(of: "10-bank.lua", called: "m1-phone-0")
        #expect(handled?.answer?.text == (version < 13 ? nil : #"{"taken":true}"#))
        #expect(
            try store.nextPassing()
                == (version < 13 ? nil : Instant(milliseconds: 1_769_947_211_000)))
        let place = try store.pushEndpoint(of: "second", creating: "new")
        #expect(place.token == (version < 4 ? "new" : "00112233445566778899aabbccddeeff"))
        #expect(lines.first?.toldAt == (version < 6 ? nil : Instant.noon - .minutes(1)))
        #expect(try store.message(5)?.isBacklog == (version >= 6))
        #expect(try store.message(3)?.revision == (version < 6 ? 0 : 1))
        #expect(
            try store.message(3)?.oneTimeCode
                == (version < 7
                    ? MessageCode(code: "114477", confidence: .certain)
                    : MessageCode(
                        code: "114477", confidence: .likely, reason: "6 digits",
                        purpose: "google", told: "114478")))
        #expect(try store.message(5)?.oneTimeCode == nil)
        #expect(place.secret == (version < 4 ? nil : "whsec_0123"))
        #expect(try store.troubles().map(\.returns) == (version < 16 ? [] : [2, 0]))
        // Ids of deleted rows are not used again.
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: .noon)
        try store.write { try $0.insert(&line) }
        #expect(line.id == 15)
    }

    @Test func `leaves an earlier version as it was when one in the middle fails`() throws {
        try make(1)
        let before = try DatabaseQueue(path: folder.database).content
        let broken =
            Array(Schema.migrations.prefix(2))
            + [
                Migration(
                    "3 broken",
                    """
                    ALTER TABLE line ADD COLUMN more TEXT;
                    DELETE FROM message;
                    SELECT nonsense;
                    """)
            ]
        let pool = try DatabasePool(path: folder.database)
        #expect(throws: (any Error).self) { try Schema.migrate(pool, by: broken) }
        #expect(try pool.content == before)
        let first = try DatabaseQueue()
        try Schema.migrate(first, by: [Schema.migrations[0]])
        #expect(try pool.schema == first.schema)
        try pool.close()
        #expect(try Store(path: folder.database).lines().count == 12)
    }

    @Test func `leaves an earlier version as it was when it leaves a reference to nothing`() throws
    {
        try make(1)
        let dangling =
            Schema.migrations + [
                Migration("4 careless", "DELETE FROM message WHERE id = 1;")
            ]
        let pool = try DatabasePool(path: folder.database)
        #expect(throws: (any Error).self) { try Schema.migrate(pool, by: dangling) }
        #expect(try pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM message") } == 5)
        let isChecked = try pool.write { try Bool.fetchOne($0, sql: "PRAGMA foreign_keys") }
        #expect(isChecked == true)
    }

    @Test func `leaves an earlier version as it was when it is killed in the middle`() throws {
        try make(1)
        let before = try DatabaseQueue(path: folder.database).content
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let pool = try DatabasePool(path: folder.database, configuration: configuration)
        // Up to the commit, with so little memory that pages reach the disk.
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA cache_size = 1; BEGIN IMMEDIATE")
            for migration in Schema.migrations.dropFirst() {
                try database.execute(sql: migration.sql)
            }
            for number in 0..<2000 {
                try database.execute(
                    sql: "INSERT INTO event (at, kind, text) VALUES (0, 'x', ?)",
                    arguments: [String(repeating: "\(number) ", count: 40)])
            }
        }
        let killed = try folder.snapshot(as: "killed.db")
        try #require(TestFolder.bytes(killed + "-wal").count > 100_000, "nothing was written yet")
        let found = try DatabaseQueue(path: killed)
        #expect(try found.content == before)
        try found.close()
        #expect(try Store(path: killed).lines().count == 12)
        try pool.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }
}

extension DatabaseReader {
    /// The exact SQL of the schema.
    fileprivate var schema: [String] {
        get throws {
            try read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT type || ' ' || name || ' ' || tbl_name || ' ' || COALESCE(sql, '')
                        FROM sqlite_schema ORDER BY type, name
                        """)
            }
        }
    }

    /// Every row of every table that is not SQLite's own.
    fileprivate var content: [String: [[DatabaseValue]]] {
        get throws {
            try read { database in
                let tables = try String.fetchAll(
                    database,
                    sql: """
                        SELECT name FROM sqlite_schema
                        WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                            AND name NOT LIKE 'message_text%'
                        """)
                return try Dictionary(
                    uniqueKeysWithValues: tables.map { table in
                        let columns = try database.columns(in: table).count
                        let order = (1...columns).map(String.init).joined(separator: ", ")
                        let rows = try Row.fetchAll(
                            database, sql: "SELECT * FROM \(table) ORDER BY \(order)")
                        return (table, rows.map { Array($0.databaseValues) })
                    })
            }
        }
    }
}

extension String {
    /// FNV-1a: enough to notice an edit.
    fileprivate var fingerprint: String {
        let sum = utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let text = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
