import Foundation

/// Makes sure that at most one manager runs on a home.
///
/// The kernel releases the lock when the process ends in any way, so nothing needs cleaning up
/// after a crash.
final class HomeLock: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws(StartError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notWritable((path as NSString).deletingLastPathComponent)
        }
        // A process that only checks whether it is held has it for a moment.
        var attempts = 10
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, attempts > 0 {
            attempts -= 1
            usleep(10_000)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw .alreadyRunning(processID: Self.processID(in: descriptor))
        }
        ftruncate(descriptor, 0)
        let own = Array("\(getpid())\n".utf8)
        _ = write(descriptor, own, own.count)
    }

    deinit { close(descriptor) }

    /// The process that holds a home.
    struct Holder: Equatable {
        var processID: Int32?

        /// The message while waiting for one that does not answer yet.
        var waiting: String { "\(subject) is starting or stopping; waiting for it." }

        private var subject: String {
            "The manager\(processID.map { " (process \($0))" } ?? "")"
        }

        /// The message about one that does not answer.
        var notice: String {
            "\(subject) is starting or stopping. Try again in a moment."
        }
    }

    /// The present holder of a lock; nil if nobody holds it or ever did.
    static func holder(of path: String) -> Holder? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return Holder(processID: processID(in: descriptor))
    }

    private static func processID(in descriptor: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 32)
        let count = max(0, read(descriptor, &text, text.count))
        return Int32(String(decoding: text.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
