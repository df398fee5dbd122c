import Foundation
import GRDB
import Synchronization

/// The identity of a database's files, independent of their names, which may come to denote others.
struct OpenedFiles: Equatable, Sendable {
    private struct Identity: Equatable, Sendable {
        var device: UInt64
        var number: UInt64

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            number = UInt64(status.st_ino)
        }
    }

    private let database: Identity?
    private let log: Identity?

    init(_ path: String) {
        database = Identity(path)
        log = Identity(path + "-wal")
    }

    func hasSameDatabase(as other: OpenedFiles) -> Bool { database == other.database }
    func hasSameLog(as other: OpenedFiles) -> Bool { log == other.log }
}

extension Store {
    /// Whether the files are still the ones that were opened. Writes to a deleted file are lost
    /// when it is closed.
    package var isInPlace: Bool {
        guard let path, let opened = condition.withLock(\.files) else { return true }
        return OpenedFiles(path) == opened
    }

    /// Saves as much as possible of a database whose files were taken away, and stops writing.
    ///
    /// - Returns: what happened and where everything is now.
    package func retreat() -> StoreError {
        guard let path, let opened = condition.withLock(\.files) else {
            return .moved(path: "memory", rescued: nil)
        }
        let now = OpenedFiles(path)
        let isFolded = now.hasSameDatabase(as: opened) && fold()
        let rescued = isFolded ? nil : rescue(path)
        // Anyone who opens the other database would replay our log into it.
        if rescued != nil, !now.hasSameDatabase(as: opened), now.hasSameLog(as: opened) {
            for suffix in DatabaseFile.companions { unlink(path + suffix) }
        }
        let error =
            isFolded ? StoreError.logDeleted(path: path) : .moved(path: path, rescued: rescued)
        condition.withLock { $0.trouble = error }
        return error
    }

    /// Merges the whole log into the database; false if that fails.
    private func fold() -> Bool {
        let done: Void? = try? database.writeWithoutTransaction { database in
            _ = try database.checkpoint(.truncate)
        }
        return done != nil
    }

    private func rescue(_ path: String) -> String? {
        let place = DatabaseFile(path).free("rescued")
        do {
            try database.vacuum(into: place)
            chmod(place, 0o600)
            try Folder.sync(place)
            return place
        } catch {
            unlink(place)
            return nil
        }
    }
}
