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
        case .corrupt: .notRestorable(path: path, why: "It is damaged or is not a database.")
        case .foreign: .notRestorable(path: path, why: "It is another program's database.")
        case .newerVersion:
            .notRestorable(
                path: path,
                why: "A newer version of linekeeper wrote it; restore it with that version.")
        case .noFolder: .notRestorable(path: path, why: "It cannot be read by this user.")
        case .notAFile: .notRestorable(path: path, why: "It is a folder or a device, not a file.")
        case .empty: .notRestorable(path: path, why: "It is empty, so it was truncated.")
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
            "The disk that holds \(path) is full. Free some space; stored data is not lost."
        case .locked(let path):
            "\(path) is locked by another program. Close that program."
        case .corrupt(let path):
            "\(path) is damaged or is not a database. It is unchanged. Run `linekeeper restore "
                + "FILE` to replace it with a backup."
        case .newerVersion(let path):
            "\(path) was written by a newer version of linekeeper. Use that version, or "
                + "`linekeeper restore FILE` with a backup made by this one."
        case .practice(let path):
            "\(path) is a practice database and cannot replace a real one."
        case .noFolder(let path):
            "\(path) cannot be opened. Check that its folder exists and can be written."
        case .noSuchFile(let path):
            "No such file: \(path)."
        case .notAFile(let path):
            "\(path) is not a file. Move it away, or choose another home with --home."
        case .empty(let path):
            "\(path) is empty, so it was truncated. Run `linekeeper restore FILE` with a backup, "
                + "or delete it to start with an empty database."
        case .foreign(let path):
            "\(path) is another program's database. Move it away, or choose another home with "
                + "--home."
        case .orphanedLog(let path):
            "\(path) is missing, but its log \(path)-wal exists. Put the database back beside "
                + "it, or run `linekeeper restore FILE`."
        case .damagedLog(let path):
            "\(path)-wal is damaged, and later transactions cannot be read. Restore a backup, or "
                + "continue with the readable part: `linekeeper restore \(path)`."
        case .restoreInterrupted(let path):
            "The restore of \(path) was interrupted. Run `linekeeper restore FILE` again; the "
                + "former database is beside it."
        case .moved(let path, let rescued):
            "\(path) was deleted or replaced while the manager used it. "
                + (rescued.map {
                    "Its data is saved. Run `linekeeper restore \($0)` to put it back."
                } ?? "Put it back, or run `linekeeper restore FILE`.")
        case .logDeleted(let path):
            "\(path)-wal was deleted while the manager used it. Nothing is lost, because all data "
                + "is in the database: restart, and do not delete that file."
        case .notRestorable(let path, let why):
            "\(path) cannot be restored. \(why) Nothing was changed."
        case .alreadyThere(let path):
            "\(path) already exists. Choose another name."
        case .brokenDisk(let path, let reason):
            "The disk that holds \(path) failed (\(reason)). Check the disk and its cables; "
                + "retrying."
        case .badQuery(let reason):
            reason
        case .failed(let path, let reason):
            "The database \(path) failed: \(reason)."
        }
    }
}
