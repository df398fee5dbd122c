import Foundation

/// Atomic file operations: after a power cut the file is either the old or the new one, never half
/// of either.
enum Folder {
    /// Returns once the bytes of a file, or the names in a folder, are on the disk.
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// Moves a file to `target`, replacing any file there.
    static func rename(_ path: String, to target: String) throws(StoreError) {
        guard Foundation.rename(path, target) == 0 else { throw failure(target) }
        try sync((target as NSString).deletingLastPathComponent)
    }

    /// Creates an empty file that only its owner may read, if nothing is there yet.
    static func reserve(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        close(descriptor)
    }

    /// Writes a file that only its owner may read, and returns once it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try fill(descriptor, bytes[...], path)
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// If the administrator wrote it, gives a file to the owner of its folder, who has to read it.
    static func giveToOwner(_ path: String, of folder: String) {
        var status = stat()
        guard geteuid() == 0, stat(folder, &status) == 0, status.st_uid != 0 else { return }
        _ = chown(path, status.st_uid, status.st_gid)
    }

    /// Writes a copy that only its owner may read, and returns once it is on the disk.
    static func copy(_ path: String, to target: String) throws(StoreError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw failure(path) }
        defer { close(source) }
        let copy = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard copy >= 0 else { throw failure(target) }
        defer { close(copy) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { break }
            try fill(copy, buffer[..<count], target)
        }
        guard fsync(copy) == 0 else { throw failure(target) }
    }

    private static func fill(
        _ descriptor: Int32, _ bytes: ArraySlice<UInt8>, _ path: String
    ) throws(StoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Why no file can be written next to this one; nil if one can.
    static func obstacle(beside path: String) -> StoreError? {
        let probe = path + ".probe"
        let descriptor = open(probe, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failure(path) }
        defer {
            close(descriptor)
            unlink(probe)
        }
        // The size of the smallest file SQLite creates beside a database.
        let page = [UInt8](repeating: 0, count: 32_768)
        do throws(StoreError) {
            try fill(descriptor, page[...], path)
        } catch {
            return error
        }
        return fsync(descriptor) == 0 ? nil : failure(path)
    }

    /// The latest `errno` as a `StoreError`.
    static func failure(_ path: String) -> StoreError {
        let number = errno
        return switch number {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EROFS, EACCES, EPERM: .notWritable(path: path)
        case ENOENT, ENOTDIR: .noFolder(path: path)
        case EEXIST: .alreadyThere(path: path)
        default: .brokenDisk(path: path, reason: String(cString: strerror(number)))
        }
    }
}
