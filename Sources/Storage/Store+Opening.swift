import Foundation
import GRDB

extension Store {
    /// How often opening is retried at a start if another program has locked the database.
    private static let attempts = 10

    /// Opens the database at `path`, which is inspected first and created if it does not exist.
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
                "Updating the database from version \(applied.count) to "
                    + "\(Schema.migrations.count). Requests wait until that is done.")
            _ = try StoreError.translating(file.path) { try Schema.migrate(pool) }
        }
        return pool
    }

    private static func pool(_ path: String) throws(StoreError) -> DatabasePool {
        let pool = try StoreError.translating(path) {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // The rows record money spent: a power cut must not lose the last commit. A pool lowers
            // this setting when it is opened.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
            return pool
        }
        // SQLite gives the files beside the database its permissions: messages are private.
        for suffix in [""] + DatabaseFile.companions { chmod(path + suffix, 0o600) }
        return pool
    }

    /// Creates a new database under another name and moves it into place when complete. An
    /// interruption leaves nothing that could be taken for a database that lost its rows.
    private static func make(_ file: DatabaseFile) throws(StoreError) {
        let draft = file.draft
        removeDatabase(draft)
        do throws(StoreError) {
            try StoreError.translating(file.path) {
                // WAL from the first moment on: switching to it later is a rollback-journal
                // transaction, and an interruption in the middle leaves a database that only
                // writers can open.
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

    /// Removes an unfinished database and the files beside it.
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

    /// Merges the log into the database and closes it. A single file is left, which tells the next
    /// start that this run shut down cleanly.
    package func close() throws(StoreError) {
        // A checkpoint would write into a damaged database or into another one, and so would
        // closing the connection. The remaining log tells the next start that this run did not shut
        // down cleanly.
        if let trouble, trouble.isFatal {
            _ = Unmanaged.passRetained(self)
            return
        }
        try StoreError.translating(path ?? "memory") {
            if let pool = database as? DatabasePool {
                // A running query must not delay the shutdown, and the last connection to close
                // must be able to write.
                pool.interrupt()
                pool.releaseMemory()
                _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
            try database.close()
        }
    }
}
