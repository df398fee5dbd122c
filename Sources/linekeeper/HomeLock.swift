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
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var text = [UInt8](repeating: 0, count: 32)
            let count = max(0, read(descriptor, &text, text.count))
            close(descriptor)
            let holder = String(decoding: text.prefix(count).prefix { $0 != 10 }, as: UTF8.self)
            throw .alreadyRunning(processID: Int32(holder))
        }
        ftruncate(descriptor, 0)
        let own = Array("\(getpid())\n".utf8)
        _ = write(descriptor, own, own.count)
    }

    deinit { close(descriptor) }
}
