import GRDB

/// Why the database could not be opened, read or written.
package enum StoreError: Error, Equatable, Sendable {
    case notWritable(path: String)
    case diskFull(path: String)
    case locked(path: String)
    case corrupt(path: String)
    case newerVersion(path: String)
    case noFolder(path: String)
    /// A file to be read does not exist.
    case noSuchFile(path: String)
    /// A practice database: nothing in it was really bought.
    case practice(path: String)
    /// A folder or a device stands where the database should be.
    case notAFile(path: String)
    /// The file is empty, which a database never is.
    case empty(path: String)
    /// A database, but not one of ours.
    case foreign(path: String)
    /// The write-ahead log exists and its database does not.
    case orphanedLog(path: String)
    /// There are transactions in the write-ahead log after a part that cannot be read.
    case damagedLog(path: String)
    /// A restore was interrupted between moving the old database away and moving the copy into
    /// place.
    case restoreInterrupted(path: String)
    /// The file was deleted or replaced while it was open.
    case moved(path: String, rescued: String?)
    /// The write-ahead log was deleted while it was open; its contents are in the database.
    case logDeleted(path: String)
    /// A file to be restored is not a usable copy.
    case notRestorable(path: String, why: String)
    /// A file exists that must not exist yet.
    case alreadyThere(path: String)
    /// The disk failed to write or read.
    case brokenDisk(path: String, reason: String)
    /// The database refused a person's statement.
    case badQuery(String)
    case failed(path: String, reason: String)
}

extension StoreError {
    /// Whether the disk is at fault rather than the request: every other write fails too until
    /// somebody fixes it or it passes.
    package var isTrouble: Bool {
        switch self {
        case .notWritable, .diskFull, .locked, .brokenDisk, .corrupt, .noFolder, .moved,
            .logDeleted:
            true
        default: false
        }
    }

    /// Whether going on could do further damage: the database is damaged, or no longer the one that
    /// was opened.
    package var isFatal: Bool {
        switch self {
        case .corrupt, .moved, .logDeleted: true
        default: false
        }
    }
}

extension StoreError {
    /// The same error about another file: a fault of a copy is a fault of its source.
    func about(_ path: String) -> StoreError {
        switch self {
        case .corrupt: .notRestorable(path: path, why: "It is damaged or no database.")
        case .foreign: .notRestorable(path: path, why: "It is another program's database.")
        case .newerVersion:
            .notRestorable(
                path: path,
                why: "A newer version of linekeeper wrote it; restore it with that version.")
        case .noFolder: .notRestorable(path: path, why: "It cannot be read by this user.")
        case .notAFile: .notRestorable(path: path, why: "It is a folder or a device, not a file.")
        case .empty: .notRestorable(path: path, why: "It is empty, so it was cut off.")
        default: self
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notWritable(let path):
            "\(path) cannot be written. Make it and its folder readable and writable for this user."
        case .diskFull(let path):
            "The disk that holds \(path) is full. Free some space; nothing that was stored is lost."
        case .locked(let path):
            "\(path) is locked by another program. Close that program."
        case .corrupt(let path):
            "\(path) is damaged or no database. It was left as it is: "
                + "`linekeeper restore FILE` puts a backup in its place."
        case .newerVersion(let path):
            "\(path) was written by a newer version of linekeeper. Use that version, or "
                + "`linekeeper restore FILE` with a backup this one made."
        case .practice(let path):
            "\(path) is a database of practice: nothing in it was ever bought. It is not put in the "
                + "place of a real one."
        case .noFolder(let path):
            "\(path) cannot be opened. Check that its folder exists and can be written."
        case .noSuchFile(let path):
            "\(path) cannot be opened: there is no such file."
        case .notAFile(let path):
            "\(path) is no file. Move it away, or name another home with --home."
        case .empty(let path):
            "\(path) is empty, so it was cut off. `linekeeper restore FILE` puts a backup in its "
                + "place; delete it to begin with nothing."
        case .foreign(let path):
            "\(path) is another program's database. Move it away, or name another home with --home."
        case .orphanedLog(let path):
            "\(path) is missing but its log \(path)-wal is there. Put the database back beside it, "
                + "or `linekeeper restore FILE`."
        case .damagedLog(let path):
            "\(path)-wal is damaged, and what was stored behind that place cannot be read. "
                + "Restore a backup, or go on with what can be read: `linekeeper restore \(path)`."
        case .restoreInterrupted(let path):
            "\(path) was being restored and that was interrupted. Run `linekeeper restore FILE` "
                + "again; the database before is beside it."
        case .moved(let path, let rescued):
            "\(path) was deleted or replaced while the manager used it. "
                + (rescued.map {
                    "All it held is saved: `linekeeper restore \($0)` puts that in its place."
                } ?? "Put it back, or `linekeeper restore FILE`.")
        case .logDeleted(let path):
            "\(path)-wal was deleted while the manager used it. Nothing is lost, all of it is in the "
                + "database: start again, and leave that file alone."
        case .notRestorable(let path, let why):
            "\(path) cannot be restored. \(why) Nothing was changed."
        case .alreadyThere(let path):
            "\(path) is there already. Choose a file that is not."
        case .brokenDisk(let path, let reason):
            "The disk that holds \(path) failed (\(reason)). Look at the disk and its cables; "
                + "it is tried again."
        case .badQuery(let reason):
            reason
        case .failed(let path, let reason):
            "The database \(path) failed: \(reason)."
        }
    }
}
