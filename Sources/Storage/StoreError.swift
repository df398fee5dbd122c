import GRDB

/// Why the database could not be opened, read or written.
package enum StoreError: Error, Equatable, Sendable {
    case notWritable(path: String)
    case diskFull(path: String)
    case locked(path: String)
    case corrupt(path: String)
    case newerVersion
    case noFolder(path: String)
    /// The database refused a statement a person wrote.
    case badQuery(String)
    case failed(path: String, reason: String)
}

extension StoreError {
    /// Runs `body` and says in domain words what SQLite said in its own.
    static func translating<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        self =
            switch error.resultCode {
            case .SQLITE_READONLY, .SQLITE_PERM: .notWritable(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(path: path)
            case .SQLITE_CANTOPEN: .noFolder(path: path)
            default: .failed(path: path, reason: error.message ?? "\(error.resultCode)")
            }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notWritable(let path):
            "\(path) cannot be written. Make its folder writable for this user and start again."
        case .diskFull(let path):
            "The disk that holds \(path) is full. Free some space and start again; "
                + "nothing that was stored is lost."
        case .locked(let path):
            "\(path) is locked by another program. Close it and start again."
        case .corrupt(let path):
            "\(path) is damaged or no database. It was left as it is: put a backup in its place."
        case .newerVersion:
            "The database was written by a newer version of linekeeper. Use that version."
        case .noFolder(let path):
            "\(path) cannot be opened. Check that its folder exists and can be written."
        case .badQuery(let reason):
            reason
        case .failed(let path, let reason):
            "The database \(path) failed: \(reason)."
        }
    }
}
