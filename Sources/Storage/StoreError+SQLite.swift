import GRDB

extension StoreError {
    /// Runs `body` and translates SQLite's errors to domain errors.
    static func translating<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path)
        default: self = .failed(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, _ path: String) {
        let reason = error.message ?? "\(error.resultCode)"
        self =
            switch error.resultCode {
            case .SQLITE_READONLY, .SQLITE_PERM: .notWritable(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(path: path)
            // SQLite does not distinguish a full or read-only disk from a broken one here, so we
            // test it.
            case .SQLITE_IOERR:
                Folder.obstacle(beside: path) ?? .brokenDisk(path: path, reason: reason)
            case .SQLITE_CANTOPEN: Folder.obstacle(beside: path) ?? .noFolder(path: path)
            default: .failed(path: path, reason: reason)
            }
    }
}
