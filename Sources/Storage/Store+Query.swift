import GRDB

extension Store {
    /// Rows of a query a person wrote: every value as text, nil for NULL.
    package struct Table: Sendable, Equatable {
        package var columns: [String]
        package var rows: [[String?]]
        /// Whether there were more rows than the limit.
        package var isCut: Bool
    }

    private static let refusal =
        "That would change the database. Only statements that read are run here."

    /// Runs one reading statement; anything that would write is refused.
    package func query(_ sql: String, limit: Int) throws(StoreError) -> Table {
        do {
            return try database.read { database in
                let statement = try database.makeStatement(sql: sql)
                guard statement.isReadonly else { throw StoreError.badQuery(Self.refusal) }
                let cursor = try Row.fetchCursor(statement)
                var rows: [[String?]] = []
                while let row = try cursor.next() {
                    guard rows.count < limit else {
                        return Table(columns: statement.columnNames, rows: rows, isCut: true)
                    }
                    rows.append(row.databaseValues.map(Self.text))
                }
                return Table(columns: statement.columnNames, rows: rows, isCut: false)
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw .badQuery(error.message ?? "The statement was refused.")
        } catch {
            throw .badQuery("\(error)")
        }
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

    /// Writes a consistent copy of the live database to a file that must not exist yet.
    package func backup(to file: String) throws(StoreError) {
        try StoreError.translating(file) {
            try database.vacuum(into: file)
        }
    }
}
