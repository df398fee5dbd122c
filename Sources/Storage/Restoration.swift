import Foundation
import GRDB

/// A copy of a database on its way to replacing a home's own.
///
/// The source file is only read. The copy is checked, migrated and changed under a name of its own,
/// and then renamed to the database's path; the former database is first renamed and never
/// overwritten. The next start notices an interruption in between
/// (`StoreError.restoreInterrupted`), and restoring again is all that is needed.
package struct Restoration: Sendable {
    private let target: DatabaseFile
    /// Whether transactions at the end of the source's log could not be read.
    package let isCut: Bool

    /// Copies `file`, including its log, to a place beside the database at `path`, and checks the
    /// copy.
    ///
    /// - Throws: `StoreError` about `file` if it is damaged, not ours, or from a newer version.
    package init(of file: String, to path: String) throws(StoreError) {
        target = DatabaseFile(path)
        let source = DatabaseFile(file)
        guard try Self.isThere(source) else { throw .noSuchFile(path: file) }
        let draft = DatabaseFile(target.restoring + ".new")
        Store.removeDatabase(draft.path)
        do throws(StoreError) {
            try Self.copy(source, to: draft)
            isCut = WriteAheadLog(draft.path + "-wal").isTornInTheMiddle
            do throws(StoreError) {
                _ = try draft.inspect(whole: true, takesTornLog: true)
            } catch {
                throw error.about(file)
            }
            // Opening it migrates it and leaves it without a log.
            try Self.fold(draft)
            let copy = try Store(path: draft.path)
            let isPractice = try copy.isPractice()
            try copy.close()
            if isPractice { throw StoreError.practice(path: file) }
            try Folder.sync(draft.path)
            try Folder.rename(draft.path, to: target.restoring)
        } catch {
            Store.removeDatabase(draft.path)
            throw error
        }
    }

    /// Opens the copy, to change it before it replaces the database.
    package func open() throws(StoreError) -> Store { try Store(path: target.restoring) }

    /// Moves the copy into place. It must have been closed.
    ///
    /// - Returns: the new path of the former database; nil if there was none.
    package func place() throws(StoreError) -> String? {
        guard DatabaseFile.size(target.restoring + "-wal") == nil else {
            throw .locked(path: target.restoring)
        }
        do throws(StoreError) {
            try Folder.sync(target.restoring)
            let kept = try putAside()
            try Folder.rename(target.restoring, to: target.path)
            return kept
        } catch {
            // If the database is no longer there, the copy shows that a restore was interrupted.
            if DatabaseFile.size(target.path) != nil { abandon() }
            throw error
        }
    }

    /// Removes the copy; the database is unchanged.
    package func abandon() { Store.removeDatabase(target.restoring) }

    // MARK: The database that was there

    private func putAside() throws(StoreError) -> String? {
        let log = target.path + "-wal"
        let isThere = DatabaseFile.size(target.path) != nil
        guard isThere || DatabaseFile.size(log) != nil else { return nil }
        let kept = target.free("before-restore")
        if isThere, try isSound() {
            // Afterwards one file holds all of it, and no log is left that the copy could take for
            // its own.
            try Self.fold(target)
            // Another program has it open and would write into the copy's log.
            if DatabaseFile.size(log) != nil { throw .locked(path: target.path) }
        }
        if isThere { try Folder.rename(target.path, to: kept) }
        // The log of a damaged database is kept beside it, unchanged.
        if DatabaseFile.size(log) != nil { try Folder.rename(log, to: kept + "-wal") }
        unlink(target.path + "-shm")
        return kept
    }

    /// Whether its log can be merged into it without further damage.
    private func isSound() throws(StoreError) -> Bool {
        do throws(StoreError) {
            guard try target.isThere() else { return false }
            _ = try target.inspect()
            return true
        } catch {
            switch error {
            case .newerVersion, .foreign: return true
            case .corrupt, .damagedLog, .empty: return false
            default: throw error
            }
        }
    }

    /// Merges the log into the database and removes it.
    private static func fold(_ file: DatabaseFile) throws(StoreError) {
        try StoreError.translating(file.path) {
            let queue = try DatabaseQueue(path: file.path, configuration: Store.configuration)
            _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try queue.close()
        }
    }

    // MARK: Copying

    /// Whether there is a file to copy. Errors speak of a copy, not of a home's database.
    private static func isThere(_ source: DatabaseFile) throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try source.isThere()
        } catch {
            var status = stat()
            let isMissing =
                stat(source.path, &status) != 0 && [ENOENT, ENOTDIR].contains(errno)
            if error == .noFolder(path: source.path), isMissing { return false }
            throw error.about(source.path)
        }
    }

    /// Copies a database with its log, and makes sure that nobody wrote to them meanwhile.
    private static func copy(
        _ source: DatabaseFile, to draft: DatabaseFile
    ) throws(StoreError) {
        let names = ["", "-wal"].filter { (DatabaseFile.size(source.path + $0) ?? 0) > 0 }
        let before = names.map { Moment(source.path + $0) }
        for suffix in names {
            try Folder.copy(source.path + suffix, to: draft.path + suffix)
        }
        guard names.map({ Moment(source.path + $0) }) == before else {
            throw .locked(path: source.path)
        }
    }

    /// When a file was last written, and its size then.
    private struct Moment: Equatable {
        var size: Int64 = 0
        var seconds = 0
        var nanoseconds = 0

        init(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return }
            size = Int64(status.st_size)
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            seconds = Int(time.tv_sec)
            nanoseconds = Int(time.tv_nsec)
        }
    }
}
