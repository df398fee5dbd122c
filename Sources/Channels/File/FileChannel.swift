import Foundation
import Lines

/// Appends the message to a file of JSON Lines, and returns once it is on the disk.
///
/// Lines are written in one call to a file opened for appending, so that those of several writers
/// do not mix, and are synced before they count as delivered, many of them with one sync. A line
/// cut off by a full disk or a power cut stays as it is; the next one begins below it. The sync
/// blocks the calling thread: it takes milliseconds, and the outbox delivers few at a time.
struct FileChannel: BatchChannel {
    let name: String
    let settings: FileSettings
    /// The base of relative paths.
    let directory: String

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        try await deliver(all: [delivery])
    }

    func deliver(
        all deliveries: [Delivery]
    ) async throws(DeliveryError) -> DeliveryReceipt {
        if let fault = settings.fault { throw .misconfigured(channel: name, reason: fault) }
        let path = ConfiguredPath.resolve(settings.path, in: directory)
        do {
            let lines = deliveries.flatMap { Envelope($0).json + [UInt8(ascii: "\n")] }
            try append(lines, to: path)
        } catch let failure {
            throw .notWritten(
                channel: name, path: path.plainLine(limit: 200), reason: failure.reason)
        }
        return DeliveryReceipt("appended to \(path)")
    }

    private struct Failure: Error {
        let reason: String

        /// The error of the last system call.
        static var last: Failure {
            Failure(reason: String(cString: strerror(errno)).lowercased())
        }
    }

    private func append(_ lines: [UInt8], to path: String) throws(Failure) {
        try makeDirectory(parent(of: path))
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw .last }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .last }
        // A pipe or device could block forever, and cannot be synced.
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(reason: "it is not a regular file")
        }
        var last = UInt8(ascii: "\n")
        if status.st_size > 0 {
            guard pread(file, &last, 1, status.st_size - 1) == 1 else { throw .last }
        }
        let bytes = last == UInt8(ascii: "\n") ? lines : [UInt8(ascii: "\n")] + lines
        let written = write(file, bytes, bytes.count)
        guard written >= 0 else { throw .last }
        guard written == bytes.count else { throw Failure(reason: "the disk is full") }
        guard fsync(file) == 0 else { throw .last }
        // The name of a new file is on the disk only once its directory has been synced.
        if status.st_size == 0 { try syncDirectory(parent(of: path)) }
    }

    private func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private func makeDirectory(_ path: String) throws(Failure) {
        var status = stat()
        if stat(path, &status) == 0 { return }
        if path != "/" { try makeDirectory(parent(of: path)) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
    }

    private func syncDirectory(_ path: String) throws(Failure) {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .last }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .last }
    }
}
