import CSQLite
import Foundation
package import GRDB
import GRDBSQLite
import Lines
import Synchronization

/// The one database of a home: everything the manager must not forget.
///
/// Writes go through one connection and are synchronous, so that nothing can come between reading
/// an invariant and writing it; readers have connections of their own and never delay a write. Each
/// transaction is a method named for what it keeps true, in the file of its table.
package final class Store: Sendable {
    /// How long a write waits for another program's lock. The keeper is blocked meanwhile, so a
    /// lock held longer is reported as trouble.
    static let patience = 0.5

    package let database: any DatabaseWriter
    /// Nil for a database in memory.
    package let path: String?
    /// The program that runs a person's statements when started as a `QuestionProcess`.
    let program: String
    let condition = Mutex(Condition())
    /// The number of a person's statements running now.
    let questions = Mutex(0)

    /// Opens the database at `path`, creating or migrating it if needed.
    ///
    /// - Parameters:
    ///   - program: the executable for `QuestionProcess`: this program, except in tests.
    ///   - notice: receives a sentence about anything that takes a while.
    /// - Throws: `StoreError` if the database is damaged, from a newer version, locked or not
    ///   writable; the database is left as it is.
    package init(
        path: String, program: String = "/proc/self/exe", notice: (String) -> Void = { _ in }
    ) throws(StoreError) {
        self.path = path
        self.program = program
        database = try Self.open(path, notice)
        condition.withLock { $0.files = OpenedFiles(path) }
    }

    /// A database in memory, for tests and simulations.
    package init() throws(StoreError) {
        path = nil
        program = "/proc/self/exe"
        database = try StoreError.translating("memory") {
            let queue = try DatabaseQueue(configuration: Self.configuration)
            try Self.empty.get().backup(to: queue)
            return queue
        }
    }

    /// An empty database in memory. The migrations take far longer than a copy of it, and the tests
    /// need a thousand.
    private static let empty = Result {
        let queue = try DatabaseQueue(configuration: configuration)
        try Schema.migrate(queue)
        return queue
    }

    /// Runs a transaction: all or nothing, and on disk when it returns.
    ///
    /// A transaction that throws because the disk failed during the flush may turn out to be
    /// committed after a crash: its last frame can be in the log although nobody was told.
    /// Everything written must allow for that, as intents do: one found running at a start is
    /// checked, not repeated.
    package func write<T>(_ updates: (Database) throws -> T) throws(StoreError) -> T {
        if let trouble = heldTrouble { throw trouble }
        return try attempt(updates)
    }

    /// Runs a transaction even during trouble, to find out whether the trouble is over.
    package func attempt<T>(_ updates: (Database) throws -> T) throws(StoreError) -> T {
        do {
            let value = try StoreError.translating(path ?? "memory") {
                try database.write(updates)
            }
            noteWritten()
            return value
        } catch {
            note(error)
            throw error
        }
    }

    /// Reads from a snapshot, without waiting for writers.
    package func read<T>(_ value: (Database) throws -> T) throws(StoreError) -> T {
        try reading { try database.read(value) }
    }

    /// Reads with a single statement, which is consistent by itself. Queries made for every message
    /// thus avoid the four statements of a transaction.
    func ask<T>(_ value: (Database) throws -> T) throws(StoreError) -> T {
        try reading { try database.unsafeRead(value) }
    }

    private func reading<T>(_ value: () throws -> T) throws(StoreError) -> T {
        do {
            return try StoreError.translating(path ?? "memory", value)
        } catch {
            // A failed read says nothing about writing, unless the data is damaged.
            if error.isFatal { note(error) }
            throw error
        }
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try harden(database)
            // For readers too, which the setting above leaves out.
            try database.execute(sql: "PRAGMA busy_timeout = \(Int(patience * 1000))")
            // A burst, or a long query that blocked checkpoints, must not leave a large log
            // forever.
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        return configuration
    }
}

extension Store {
    /// Disables features that no statement of ours needs and a crafted file could exploit.
    static func harden(_ database: Database) throws {
        let result = csqlite_harden(database.sqliteConnection, 1)
        guard result == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: result))
        }
    }
}

/// The parameter of a transaction: the changes of each table are extensions of it.
package typealias Transaction = Database
