import CSQLite
import Glibc
import GRDBSQLite
import Lines

/// A read-only connection for one statement of a person. It sees the database as it was when the
/// connection was opened.
///
/// SQLite's C interface is used directly: the rules must be consulted before any part of the
/// statement runs, and GRDB uses SQLite's only authorizer hook for itself.
final class QuestionConnection {
    /// The maximum number of bytes of text returned.
    private static let most = 8 << 20
    /// The maximum number of bytes of one value: more than any message has.
    private static let longest: CInt = 4 << 20
    /// The maximum number of bytes of memory for SQLite, including sorting and temporary tables.
    private static let memory = 128 << 20

    private let connection: OpaquePointer
    private let rules = QuestionRules()

    init(_ path: String) throws(QuestionFailure) {
        var opened: OpaquePointer?
        let failed = sqlite3_open_v2(
            path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard failed == SQLITE_OK, let opened else { throw QuestionFailure(failed, opened) }
        connection = opened
        sqlite3_busy_timeout(connection, CInt(Store.patience * 1000))
        try succeed(csqlite_harden(connection, 0))
        keepModules()
        // Everything needed from outside is fetched now, because later it can open nothing.
        var byte: UInt8 = 0
        sqlite3_randomness(1, &byte)
        try execute("PRAGMA temp_store = MEMORY")
        try execute("BEGIN")
        try execute("SELECT count(*) FROM sqlite_schema")
        sqlite3_hard_heap_limit64(Int64(Self.memory))
        for (limit, value) in [
            (SQLITE_LIMIT_LENGTH, Self.longest), (SQLITE_LIMIT_ATTACHED, 0),
            (SQLITE_LIMIT_TRIGGER_DEPTH, 0), (SQLITE_LIMIT_WORKER_THREADS, 0),
        ] {
            sqlite3_limit(connection, limit, value)
        }
    }

    /// Runs `sql`, which must be a single statement.
    func run(_ sql: String, limit: Int) throws(QuestionFailure) -> Store.Table {
        rules.firstWord = QuestionRules.firstWord(of: sql)
        rules.watch(connection)
        let bytes = Array(sql.utf8CString)
        return try bytes.withUnsafeBufferPointer {
            buffer throws(QuestionFailure) in
            guard let start = buffer.baseAddress else { throw .refused(QuestionRules.nothing) }
            var tail: UnsafePointer<CChar>?
            guard let statement = try prepare(start, &tail) else {
                throw .refused(QuestionRules.nothing)
            }
            defer { sqlite3_finalize(statement) }
            if let tail, !isNothing(tail) { throw .refused(QuestionRules.second) }
            guard sqlite3_stmt_readonly(statement) != 0 else { throw .refused(rules.writes) }
            return try table(of: statement, limit: limit)
        }
    }

    /// Nil if there are only blanks and comments.
    private func prepare(
        _ sql: UnsafePointer<CChar>, _ tail: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) throws(QuestionFailure) -> OpaquePointer? {
        rules.refusal = nil
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(connection, sql, -1, 0, &statement, tail)
        if let refusal = rules.refusal { throw .refused(refusal) }
        try succeed(result)
        return statement
    }

    /// Whether only blanks and comments follow the statement.
    private func isNothing(_ tail: UnsafePointer<CChar>) -> Bool {
        do throws(QuestionFailure) {
            guard let second = try prepare(tail, nil) else { return true }
            sqlite3_finalize(second)
            return false
        } catch {
            return false
        }
    }

    private func table(
        of statement: OpaquePointer, limit: Int
    ) throws(QuestionFailure) -> Store.Table {
        let columns = 0..<sqlite3_column_count(statement)
        var table = Store.Table(
            columns: columns.map { String(cString: sqlite3_column_name(statement, $0)) },
            rows: [], isCut: false)
        var bytes = 0
        while true {
            let result = sqlite3_step(statement)
            if let refusal = rules.refusal { throw .refused(refusal) }
            if result == SQLITE_DONE { return table }
            guard result == SQLITE_ROW else { throw QuestionFailure(result, connection) }
            let values = columns.map { Self.text(statement, $0) }
            // A NULL takes room too.
            bytes += values.reduce(0) { $0 + 8 + ($1?.utf8.count ?? 0) }
            table.isCut = table.rows.count >= limit || bytes > Self.most
            if table.isCut { return table }
            table.rows.append(values)
        }
    }

    private static func text(_ statement: OpaquePointer, _ column: CInt) -> String? {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return nil
        case SQLITE_INTEGER: return String(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return String(sqlite3_column_double(statement, column))
        case SQLITE_BLOB: return counted(Int(sqlite3_column_bytes(statement, column)), "byte")
        default:
            let start = sqlite3_column_text(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(
                decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }

    /// Removes every virtual table module except those needed by the database and by JSON, because
    /// a module is really a program.
    private func keepModules() {
        let names = QuestionRules.modules.map { strdup($0) }
        defer { for name in names { free(name) } }
        var kept: [UnsafePointer<CChar>?] = names.map { UnsafePointer($0) } + [nil]
        sqlite3_drop_modules(connection, &kept)
    }

    private func execute(_ sql: String) throws(QuestionFailure) {
        try succeed(sqlite3_exec(connection, sql, nil, nil, nil))
    }

    private func succeed(_ result: CInt) throws(QuestionFailure) {
        guard result == SQLITE_OK else { throw QuestionFailure(result, connection) }
    }
}

/// Why a statement produced no table.
enum QuestionFailure: Error {
    case refused(String)
    case damaged

    /// From a result code and the connection that returned it.
    init(_ code: CInt, _ connection: OpaquePointer?) {
        let said = sqlite3_errmsg(connection).map { String(cString: $0) }
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged
        case SQLITE_NOMEM:
            self = .refused("The statement exceeds its memory limit. Ask for less.")
        case SQLITE_TOOBIG: self = .refused("A value is longer than 4 MB.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self = .refused("The database is locked by another program. Ask again.")
        case SQLITE_CANTOPEN: self = .refused("The database cannot be opened. Ask again.")
        default: self = .refused(said ?? "The statement was refused.")
        }
    }

    var reply: QuestionReply {
        switch self {
        case .refused(let reason): .refused(reason)
        case .damaged: .damaged
        }
    }
}
