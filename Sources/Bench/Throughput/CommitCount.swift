import Foundation

/// The number of transactions committed to a database, read from outside: the index of its
/// write-ahead log counts them (`iChange`, four bytes at offset 8).
enum CommitCount {
    static func of(_ database: String) throws -> UInt32 {
        guard let index = FileHandle(forReadingAtPath: database + "-shm"),
            let bytes = try index.read(upToCount: 12), bytes.count == 12
        else { throw BenchFailure("\(database)-shm cannot be read.") }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self) }
    }
}
