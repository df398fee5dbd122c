import Foundation
import GRDB

/// A database file, inspected without changing it.
///
/// SQLite itself is quick to repair: opened for writing, it turns an empty file into a database,
/// deletes the log of a missing database, and replays a log whether it belongs there or not.
/// Problems are therefore looked for first, through a connection that can only read.
struct DatabaseFile: Sendable {
    /// A database up to this size is checked page by page at every start, which costs a tenth of a
    /// second of processor time; a larger one only if the previous run did not shut down cleanly.
    private static let quicklyChecked: Int64 = 64 << 20

    let path: String

    init(_ path: String) { self.path = path }

    /// Size of the file in bytes; nil if there is none.
    static func size(_ path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// Suffixes of the files that belong to it.
    static let companions = ["-wal", "-shm"]

    /// Path of a new database until it is complete.
    var draft: String { path + ".new" }
    /// Path of a copy being restored until it replaces the database.
    var restoring: String { path + ".restoring" }

    /// Whether the previous run did not shut down cleanly: a clean shutdown leaves no log.
    var hasLog: Bool { (Self.size(path + "-wal") ?? 0) > 0 }

    /// Whether there is a database to open; false if one must be created.
    ///
    /// - Throws: `StoreError` if the files must not be touched.
    func isThere() throws(StoreError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .noFolder(path: path) }
            if Self.size(restoring) != nil { throw .restoreInterrupted(path: path) }
            if let last = last("rescued") { throw .moved(path: path, rescued: last) }
            if hasLog { throw .orphanedLog(path: path) }
            return false
        }
        // A link is followed: some users keep the database on another disk.
        guard stat(path, &status) == 0 else { throw .noFolder(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_size > 0 else { throw .empty(path: path) }
        return true
    }

    /// The names of the migrations it has run.
    ///
    /// - Parameters:
    ///   - whole: whether to read every page regardless of size, and check indexes and references.
    ///   - takesTornLog: whether to accept the readable part of a damaged log.
    /// - Throws: `StoreError` if it is damaged, from a newer version, or not ours.
    func inspect(
        whole: Bool = false, takesTornLog: Bool = false
    ) throws(StoreError) -> Set<String> {
        if access(path, R_OK | W_OK) != 0 { throw .notWritable(path: path) }
        let hasLog = hasLog
        if hasLog, !takesTornLog, WriteAheadLog(path + "-wal").isTornInTheMiddle {
            throw .damagedLog(path: path)
        }
        let isChecked = whole || hasLog || (Self.size(path) ?? 0) <= Self.quicklyChecked
        let known = Set(Schema.migrations.map(\.name))
        return try StoreError.translating(path) {
            let connection = try DatabaseQueue(path: path, configuration: Self.readingOnly)
            defer { try? connection.close() }
            return try connection.read { database in
                if isChecked { try Self.check(database, path, thoroughly: whole) }
                guard let applied = try Schema.applied(in: database) else {
                    throw StoreError.foreign(path: path)
                }
                guard applied.isSubset(of: known) else {
                    throw StoreError.newerVersion(path: path)
                }
                return applied
            }
        }
    }

    /// Reads every page. If `thoroughly`, also checks that indexes match their tables and that
    /// references have targets.
    static func check(
        _ database: Database, _ path: String, thoroughly: Bool
    ) throws {
        let check = thoroughly ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)"
        guard try String.fetchOne(database, sql: check) == "ok" else {
            throw StoreError.corrupt(path: path)
        }
        guard thoroughly else { return }
        let dangling = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
        guard dangling == nil else { throw StoreError.corrupt(path: path) }
    }

    /// The first unused name of the kind `linekeeper.db.rescued-1`.
    func free(_ kind: String) -> String {
        var number = 1
        while Self.size("\(path).\(kind)-\(number)") != nil { number += 1 }
        return "\(path).\(kind)-\(number)"
    }

    /// The last file of a kind; nil if there is none.
    private func last(_ kind: String) -> String? {
        var last: String?
        for number in 1... {
            let name = "\(path).\(kind)-\(number)"
            guard Self.size(name) != nil else { break }
            last = name
        }
        return last
    }

    /// A connection that cannot write and therefore neither replays nor deletes a log on closing.
    static var readingOnly: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Store.patience)
        configuration.prepareDatabase(Store.harden)
        return configuration
    }
}
