import GRDB
import Lines
import Storage

/// The manager's data on disk, as plain rows.
extension Life {
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try store.database.read { database in
            // Queried tens of thousands of times in a life.
            try Row.fetchAll(
                try database.cachedStatement(sql: sql), arguments: arguments)
        }
    }

    func number(_ sql: String) throws -> Int64 {
        try store.database.read { try Int64.fetchOne($0, sql: sql) ?? 0 }
    }

    /// The manager's line for each id that the account's provider has ever issued for it.
    func linesByProviderID(of provider: SimulatedProvider) throws -> [String: Int64] {
        let rows = try rows(
            "SELECT provider_id, line FROM line_provider_id WHERE account = ?",
            [provider.account.name])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["provider_id"], $0["line"]) })
    }

    /// Prints the manager's own records, for a person who investigates a failed seed.
    func printBooks() throws {
        for row in try rows(
            "SELECT * FROM (SELECT * FROM event ORDER BY id DESC LIMIT 400) ORDER BY id")
        {
            let at = Instant(milliseconds: row["at"]) - clockError - Self.origin
            print(
                "event \(row["id"] as Int64) day \(at.wholeSeconds / 86400) +\(at.wholeSeconds % 86400) s,",
                "line \(row["line"] as Int64? ?? 0): \(row["kind"] as String): \(row["text"] as String)"
            )
        }
        for row in try rows("SELECT * FROM line") {
            print(row.description)
        }
    }
}
