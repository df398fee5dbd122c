import Foundation

/// Makes sure that one manager at most runs on a home.
///
/// The kernel gives the lock back when the process ends, however it ends, so nothing is ever left to
/// clean up after a crash.
final class HomeLock: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws(StartError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notWritable((path as NSString).deletingLastPathComponent)
        }
        // Somebody who only looks whether it is held has it for a moment.
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

    /// Whoever has a home.
    struct Holder: Equatable {
        var processID: Int32?

        /// What is said while one that does not answer yet is waited for.
        var waiting: String { "\(subject) is starting or stopping; waiting for it." }

        private var subject: String {
            "The manager\(processID.map { " (process \($0))" } ?? "")"
        }

        /// What is said of one that does not answer.
        var notice: String {
            "\(subject) is starting or stopping. Try again in a moment."
        }
    }

    /// Who holds a lock now; nil when nobody does, or nobody ever did.
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
