import Foundation
import GRDB

extension Store {
    /// The space a copy leaves free on its disk: it may be the database's own disk, on which the
    /// manager continues to write.
    private static let margin: Int64 = 16 << 20

    /// Writes a consistent copy of the live database to a file that must not exist yet.
    ///
    /// The copy is made by a connection of its own from a snapshot, so that receiving continues
    /// meanwhile. The file gets its name once the copy is complete, checked and on the disk; an
    /// unfinished copy is removed.
    package func backup(to file: String) async throws(StoreError) {
        guard let path else { throw .failed(path: "memory", reason: "it is not on a disk") }
        try Self.checkRoom(for: path, at: file)
        // Reserved at once, so that a file created meanwhile is not overwritten.
        try Folder.reserve(file)
        let draft = file + ".incomplete"
        do throws(StoreError) {
            try await Self.copy(path, to: draft, named: file)
            try Folder.rename(draft, to: file)
        } catch {
            Self.removeDatabase(draft)
            unlink(file)
            throw error
        }
    }

    private static func copy(
        _ path: String, to draft: String, named file: String
    ) async throws(StoreError) {
        removeDatabase(draft)
        // Created here so that nobody else can read it while it is filled.
        try Folder.reserve(draft)
        do {
            let source = try DatabaseQueue(path: path, configuration: DatabaseFile.readingOnly)
            try await source.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [draft])
            }
            try source.close()
            try Folder.sync(draft)
            let copy = try DatabaseQueue(path: draft, configuration: DatabaseFile.readingOnly)
            try await copy.read { try DatabaseFile.check($0, path, thoroughly: true) }
            try copy.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw .diskFull(path: file)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func checkRoom(for path: String, at file: String) throws(StoreError) {
        var disk = statvfs()
        let folder = (file as NSString).deletingLastPathComponent
        guard statvfs(folder.isEmpty ? "." : folder, &disk) == 0 else {
            throw Folder.failure(file)
        }
        let room = Int64(disk.f_bavail) * Int64(disk.f_frsize)
        let needed = ["", "-wal"].compactMap { DatabaseFile.size(path + $0) }.reduce(0, +)
        guard room >= needed + margin else { throw .diskFull(path: file) }
    }
}
