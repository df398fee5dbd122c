import Dispatch
import GRDB
import GRDBSQLite
import Lines
import Synchronization

extension Store {
    /// Rows of a query a person wrote: every value as text, nil for NULL.
    package struct Table: Sendable, Equatable {
        package var columns: [String]
        package var rows: [[String?]]
        /// Whether there were more rows than the limit.
        package var isCut: Bool
    }

    private static let refusal =
        "That would change the database. Only one statement that reads is run here: it begins with "
        + "SELECT, WITH, VALUES or EXPLAIN."
    private static let givenUp = "The statement was given up before it had ended."
    /// The most bytes of text that are handed out.
    private static let most = 8 << 20
    /// The most bytes of one value: more than any message has.
    private static let longest: CInt = 4 << 20
    /// The most statements that run at once: each has a thread and a connection of its own.
    private static let mostAtOnce = 8

    /// Runs one reading statement; anything that would write is refused.
    ///
    /// On a connection of its own, so that one that never ends keeps nobody from reading; it ends
    /// when the task is cancelled.
    package func query(_ sql: String, limit: Int) async throws(StoreError) -> Table {
        guard SingleQuestion.matches(sql) else { throw .badQuery(Self.refusal) }
        let isFree = questions.withLock {
            guard $0 < Self.mostAtOnce else { return false }
            $0 += 1
            return true
        }
        guard isFree else {
            throw .badQuery(
                "\(Self.mostAtOnce) statements are being run already. Ask again when one has ended."
            )
        }
        defer { questions.withLock { $0 -= 1 } }
        let stop = Stop()
        do {
            let own = try path.map { try DatabaseQueue(path: $0, configuration: Self.asking) }
            let reader: any DatabaseReader = own ?? database
            return try await withTaskCancellationHandler {
                try await reader.read { database in
                    let statement = try database.makeStatement(sql: sql)
                    guard statement.isReadonly else { throw StoreError.badQuery(Self.refusal) }
                    return try stop.watching(database) {
                        try Self.table(of: statement, limit: limit)
                    }
                }
            } onCancel: {
                stop.ask()
            }
        } catch let error as StoreError {
            throw error
        } catch is CancellationError {
            throw .badQuery(Self.givenUp)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            let damage = StoreError(error, path: path ?? "memory")
            note(damage)
            throw damage
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw .badQuery(Self.givenUp)
        } catch let error as DatabaseError {
            throw .badQuery(error.message ?? "The statement was refused.")
        } catch {
            throw .badQuery("\(error)")
        }
    }

    private static var asking: Configuration {
        var configuration = configuration
        configuration.readonly = true
        // Behind the manager's own work where there is not time for both.
        configuration.qos = .utility
        configuration.prepareDatabase { database in
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, longest)
        }
        return configuration
    }

    private static func table(of statement: Statement, limit: Int) throws -> Table {
        let cursor = try Row.fetchCursor(statement)
        var table = Table(columns: statement.columnNames, rows: [], isCut: false)
        var bytes = 0
        while !table.isCut, let row = try cursor.next() {
            let values: [String?] = row.databaseValues.map(text)
            bytes += values.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
            table.isCut = table.rows.count >= limit || bytes > most
            if !table.isCut { table.rows.append(values) }
        }
        return table
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob(let data): counted(data.count, "byte")
        }
    }
}

/// The wish that a statement end.
///
/// An interrupt that comes in the moment before a statement takes its first step is forgotten when
/// it does, and the statement goes on for good; this wish is looked at while it runs.
private final class Stop: Sendable {
    /// How many steps of SQLite's machine lie between two looks: some tens of microseconds.
    private static let steps: CInt = 10_000

    private let isWanted = Atomic(false)

    func ask() { isWanted.store(true, ordering: .relaxed) }

    func watching<Value>(_ database: Database, _ body: () throws -> Value) rethrows -> Value {
        let this = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            database.sqliteConnection, Self.steps,
            {
                $0.map { Unmanaged<Stop>.fromOpaque($0).takeUnretainedValue().isSet } == true
                    ? 1 : 0
            },
            this)
        defer { sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil) }
        return try body()
    }

    private var isSet: Bool { isWanted.load(ordering: .relaxed) }
}
