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
/// transaction is a method named for what it keeps true, in the file of the table it is about.
package final class Store: Sendable {
    /// How long a write waits for another program's. The keeper stands still meanwhile, so a lock
    /// that is held longer is trouble rather than waited for.
    static let patience = 0.5

    package let database: any DatabaseWriter
    /// Nil for a database in memory.
    package let path: String?
    /// The program that runs statements of a person when it is started as a `QuestionProcess`.
    let program: String
    let condition = Mutex(Condition())
    /// How many statements of a person are being run.
    let questions = Mutex(0)

    /// Opens, and where needed makes or migrates, the database at `path`.
    ///
    /// - Parameters:
    ///   - program: what becomes a `QuestionProcess`; this program itself unless a test says
    ///     otherwise.
    ///   - notice: told in a sentence what will take a while.
    /// - Throws: `StoreError`: a database that is damaged, of a newer version, locked or not
    ///   writable is said to be so and left as it is.
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
            try Schema.migrate(queue)
            return queue
        }
    }

    /// Runs a transaction. All or nothing; on disk when it returns.
    ///
    /// One that throws because the disk failed while it was flushed may be found done after a crash:
    /// its last frame can be in the log although nobody was told. Whatever is written must bear
    /// that, as intents do: found under way at a start they are asked about, not repeated.
    package func write<T>(_ updates: (Database) throws -> T) throws(StoreError) -> T {
        if let trouble = heldTrouble { throw trouble }
        return try attempt(updates)
    }

    /// Runs a transaction even while there is trouble, to find out whether that is over.
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

    /// Reads from one moment's state, without waiting for writers.
    package func read<T>(_ value: (Database) throws -> T) throws(StoreError) -> T {
        try reading { try database.read(value) }
    }

    /// Reads with one statement, whose state is of one moment by itself: what is asked for with every
    /// message does without the four statements that a transaction takes.
    func ask<T>(_ value: (Database) throws -> T) throws(StoreError) -> T {
        try reading { try database.unsafeRead(value) }
    }

    private func reading<T>(_ value: () throws -> T) throws(StoreError) -> T {
        do {
            return try StoreError.translating(path ?? "memory", value)
        } catch {
            // That reading fails says nothing of writing, unless what is read is damaged.
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
            // Readers too, which the setting above leaves out.
            try database.execute(sql: "PRAGMA busy_timeout = \(Int(patience * 1000))")
            // A burst, or a long query that held it up, must not leave a log that big for ever.
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        return configuration
    }
}

extension Store {
    /// Takes from a connection what no statement of ours needs and a crafted file could use.
    static func harden(_ database: Database) throws {
        let result = csqlite_harden(database.sqliteConnection)
        guard result == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: result))
        }
    }
}

/// What a transaction is handed: the changes of each table are extensions of it.
package typealias Transaction = Database
