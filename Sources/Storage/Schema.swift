package import GRDB

/// The tables, as a list of frozen migrations.
///
/// A migration describes a past state and is never edited once released; the rest of the code knows
/// only the latest schema. Add new migrations at the end, each with a fixture of the version before
/// it. Instants are milliseconds since 1970 UTC, money is ten-thousandths of a unit beside its
/// currency, lists and payloads are JSON text.
package enum Schema {
    /// Oldest first.
    package static let migrations: [Migration] = [
        .first, .restores, .silence, .push, .signs, .reconciliation, .codes, .kinds, .starts,
        .memory, .scripts, .schedules, .chains, .versions, .holds, .troubles,
    ]

    /// The table that lists the migrations a database has run.
    private static let list = "grdb_migrations"

    /// The names of the migrations a database has run; nil if it is not one of ours.
    static func applied(in database: Database) throws -> Set<String>? {
        guard try database.tableExists(list) else { return nil }
        let names = try String.fetchSet(database, sql: "SELECT identifier FROM \(list)")
        return names.contains(migrations[0].name) ? names : nil
    }

    /// Migrates a database to the latest version, or to the one named `last`.
    ///
    /// All steps are one transaction: an interruption for any reason leaves the former version,
    /// which the program that made it can still open.
    ///
    /// - Returns: the names of the migrations that were run.
    @discardableResult
    package static func migrate(
        _ writer: any DatabaseWriter, by migrations: [Migration] = migrations
    ) throws -> [String] {
        try writer.writeWithoutTransaction { database in
            // Tables that others refer to may have to be rebuilt, so references are checked at the
            // end instead.
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? database.execute(sql: "PRAGMA foreign_keys = ON") }
            var run: [String] = []
            try database.inTransaction(.immediate) {
                try database.execute(
                    sql: "CREATE TABLE IF NOT EXISTS \(list) (identifier TEXT NOT NULL PRIMARY KEY)"
                )
                let known = try String.fetchSet(
                    database, sql: "SELECT identifier FROM \(list)")
                for migration in migrations where !known.contains(migration.name) {
                    try database.execute(sql: migration.sql)
                    try database.execute(
                        sql: "INSERT INTO \(list) VALUES (?)", arguments: [migration.name])
                    run.append(migration.name)
                }
                if !run.isEmpty { try database.checkForeignKeys() }
                return .commit
            }
            return run
        }
    }
}
