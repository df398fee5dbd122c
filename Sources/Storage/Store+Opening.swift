import Foundation
import GRDB

extension Store {
    /// How often a database that another program has locked is tried at a start.
    private static let attempts = 10

    /// A way to the database at `path`, which is looked at first, and made where there is none.
    static func open(
        _ path: String, _ notice: (String) -> Void
    ) throws(StoreError) -> any DatabaseWriter {
        let file = DatabaseFile(path)
        if try file.isThere() {
            return try patiently { () throws(StoreError) in try take(up: file, notice) }
        }
        try make(file)
        return try pool(path)
    }

    private static func take(
        up file: DatabaseFile, _ notice: (String) -> Void
    ) throws(StoreError) -> any DatabaseWriter {
        let applied = try file.inspect()
        let pool = try pool(file.path)
        if applied.count < Schema.migrations.count {
            notice(
                "The database is brought from version \(applied.count) to "
                    + "\(Schema.migrations.count). Nothing is answered until that is done.")
            _ = try StoreError.translating(file.path) { try Schema.migrate(pool) }
        }
        return pool
    }

    private static func pool(_ path: String) throws(StoreError) -> DatabasePool {
        let pool = try StoreError.translating(path) {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // The rows tell of money that was spent: a power cut must not lose the last commit. A
            // pool turns this down when it is opened.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
            return pool
        }
        // SQLite gives the files beside it the rights of the database: messages are nobody else's.
        for suffix in [""] + DatabaseFile.companions { chmod(path + suffix, 0o600) }
        return pool
    }

    /// Makes a new database under another name and moves it in place whole, so that an end in the
    /// middle leaves nothing that could be taken for a database that lost its rows.
    private static func make(_ file: DatabaseFile) throws(StoreError) {
        let draft = file.draft
        removeDatabase(draft)
        do throws(StoreError) {
            try StoreError.translating(file.path) {
                // With its log from the first moment on: to turn it on later is a transaction of the
                // old kind, and an end in the middle of it leaves a database only writers can open.
                var configuration = configuration
                configuration.journalMode = .wal
                let queue = try DatabaseQueue(path: draft, configuration: configuration)
                chmod(draft, 0o600)
                try Schema.migrate(queue)
                try queue.close()
            }
            try Folder.sync(draft)
            try Folder.rename(draft, to: file.path)
        } catch {
            removeDatabase(draft)
            throw error
        }
    }

    /// Removes a database that was only in the making, with what is beside it.
    static func removeDatabase(_ path: String) {
        for suffix in ["", "-journal"] + DatabaseFile.companions { unlink(path + suffix) }
    }

    private static func patiently<T>(
        _ body: () throws(StoreError) -> T
    ) throws(StoreError) -> T {
        var left = attempts
        while true {
            left -= 1
            do throws(StoreError) {
                return try body()
            } catch {
                guard case .locked = error, left > 0 else { throw error }
            }
        }
    }

    /// Brings everything into the database itself and lets go of it: what is left is one file, by
    /// which the next start knows that this run ended in order.
    package func close() throws(StoreError) {
        // Taking up the log would write into a damaged database, or into another one; letting go of
        // it does that too. What is left says to the next start that this run did not end in order.
        if let trouble, trouble.isFatal {
            _ = Unmanaged.passRetained(self)
            return
        }
        try StoreError.translating(path ?? "memory") {
            if let pool = database as? DatabasePool {
                // A question that still runs must not hold up the end, and the last connection to
                // close must be one that can write.
                pool.interrupt()
                pool.releaseMemory()
                _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
            try database.close()
        }
    }
}
