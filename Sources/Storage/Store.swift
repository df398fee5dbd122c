import Foundation
package import GRDB
import Lines

/// The one database of a home: everything the manager must not forget.
///
/// Writes go through one connection and are synchronous, so that nothing can come between reading
/// an invariant and writing it; readers have connections of their own and never delay a write. Each
/// transaction is a method named for what it keeps true, in the file of the table it is about.
package final class Store: Sendable {
    package let database: any DatabaseWriter
    /// Nil for a database in memory.
    package let path: String?

    /// Opens, and where needed creates or migrates, the database at `path`.
    ///
    /// - Throws: `StoreError`: a database that is corrupt, of a newer version, locked or not
    ///   writable is said to be so and left as it is.
    package init(path: String) throws(StoreError) {
        self.path = path
        database = try StoreError.translating(path) {
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            try Self.migrate(pool)
            return pool
        }
        // SQLite gives the files beside it the rights of the database: messages are nobody else's.
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: path + suffix)
        }
    }

    /// A database in memory, for tests and simulations.
    package init() throws(StoreError) {
        path = nil
        database = try StoreError.translating("memory") {
            let queue = try DatabaseQueue(configuration: Self.configuration)
            try Self.migrate(queue)
            return queue
        }
    }

    /// The identity of this home: the given one when it has none yet.
    package func homeID(orElse new: String) throws(StoreError) -> String {
        try write { database in
            if let known = try String.fetchOne(database, sql: "SELECT id FROM home") {
                return known
            }
            try database.execute(sql: "INSERT INTO home (id) VALUES (?)", arguments: [new])
            return new
        }
    }

    /// Runs a transaction. All or nothing; on disk when it returns.
    package func write<T>(_ updates: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.translating(path ?? "memory") { try database.write(updates) }
    }

    /// Reads from one moment's state, without waiting for writers.
    package func read<T>(_ value: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.translating(path ?? "memory") { try database.read(value) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            // The rows tell of money that was spent: a power cut must not lose the last commit.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static func migrate(_ writer: any DatabaseWriter) throws {
        let migrator = Schema.migrator
        if try writer.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StoreError.newerVersion
        }
        try migrator.migrate(writer)
    }
}

/// What a transaction is handed: the changes of each table are extensions of it.
package typealias Transaction = Database
