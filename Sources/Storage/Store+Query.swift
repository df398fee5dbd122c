import GRDB
import GRDBSQLite

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
    /// The most bytes of text that are handed out.
    private static let most = 8 << 20
    /// The most bytes of one value: more than any message has.
    private static let longest: CInt = 4 << 20

    /// Runs one reading statement; anything that would write is refused.
    ///
    /// On a connection of its own, so that one that never ends keeps nobody from reading; it ends
    /// when the task is cancelled.
    package func query(_ sql: String, limit: Int) async throws(StoreError) -> Table {
        guard SingleQuestion.matches(sql) else { throw .badQuery(Self.refusal) }
        do {
            let own = try path.map { try DatabaseQueue(path: $0, configuration: Self.asking) }
            let reader: any DatabaseReader = own ?? database
            return try await reader.read { database in
                let statement = try database.makeStatement(sql: sql)
                guard statement.isReadonly else { throw StoreError.badQuery(Self.refusal) }
                return try Self.table(of: statement, limit: limit)
            }
        } catch let error as StoreError {
            throw error
        } catch is CancellationError {
            throw .badQuery("The statement was given up before it had ended.")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            let damage = StoreError(error, path: path ?? "memory")
            note(damage)
            throw damage
        } catch let error as DatabaseError {
            throw .badQuery(error.message ?? "The statement was refused.")
        } catch {
            throw .badQuery("\(error)")
        }
    }

    private static var asking: Configuration {
        var configuration = configuration
        configuration.readonly = true
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
        case .blob(let data): "\(data.count) bytes"
        }
    }
}
