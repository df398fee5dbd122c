import Foundation
import Testing

/// The path of the program next to the test bundle.
enum BuiltProgram {
    static let path: String = {
        guard let resolved = realpath("/proc/self/exe", nil) else { return "linekeeper" }
        defer { free(resolved) }
        let parts = String(cString: resolved)
            .split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast().joined(separator: "/") + "/linekeeper"
    }()
}

/// A manager in practice mode, in its own process and home. Both are removed when this value is
/// released.
final class LiveManager: Sendable {
    let socket: String
    let home: String
    private let process: Process

    /// - Parameters:
    ///   - descriptors: the limit of open files and connections of the process.
    ///   - speed: how fast its time runs.
    init(descriptors: Int = 1024, speed: Int = 1) async throws {
        home = NSTemporaryDirectory() + "/lk-fuzz-\(UUID().uuidString.prefix(8))"
        socket = home + "/data/control.sock"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "ulimit -n \(descriptors); exec \"$0\" serve --home \"$1\" --speed \(speed)",
            BuiltProgram.path, home,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await untilItAnswers()
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: home)
    }

    var isRunning: Bool { process.isRunning }

    var memory: ProcessMemory { ProcessMemory.of("\(process.processIdentifier)") }

    var openFiles: Int {
        let path = "/proc/\(process.processIdentifier)/fd"
        return (try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? 0
    }

    /// The status that a well-behaved client gets within half a minute.
    func status() -> Int? {
        let request = HTTPText.post("status", "{}")
        guard let reply = RawConnection(socket)?.exchange(request, within: .seconds(30)) else {
            return nil
        }
        return HTTPText.status(of: reply)
    }

    /// Waits up to half a minute until at most `files` files are open; returns their number.
    func settled(atMost files: Int) async throws -> Int {
        let deadline = ContinuousClock.now + .seconds(30)
        while openFiles > files, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
        }
        return openFiles
    }

    private func untilItAnswers() async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while status() != 200 {
            try #require(ContinuousClock.now < deadline && isRunning, "the manager did not start")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// A connection to a Unix socket for sending arbitrary bytes.
final class RawConnection: Sendable {
    private let file: Int32

    /// Nil if the connection is not accepted in time.
    init?(_ path: String, within time: Duration = .seconds(5)) {
        file = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        wait(SO_SNDTIMEO, time)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let failed = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, size) }
        }
        guard failed == 0 else {
            close(file)
            return nil
        }
    }

    deinit { close(file) }

    /// Whether everything was sent within the time.
    @discardableResult
    func send(_ bytes: [UInt8], within time: Duration = .seconds(5)) -> Bool {
        wait(SO_SNDTIMEO, time)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// The next bytes; empty at the end, nil if nothing came in time.
    func receive(within time: Duration) -> [UInt8]? {
        wait(SO_RCVTIMEO, time)
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(file, &room, room.count, 0)
        guard count >= 0 else { return errno == ECONNRESET ? [] : nil }
        return Array(room.prefix(count))
    }

    /// Announces that nothing more will be sent.
    func finish() { shutdown(file, Int32(SHUT_WR)) }

    /// A request and the part of its answer that arrives in time.
    func exchange(_ request: [UInt8], within time: Duration) -> [UInt8]? {
        send(request, within: time)
        var reply: [UInt8] = []
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline, let bytes = receive(within: time), !bytes.isEmpty {
            reply += bytes
            if HTTPText.isWhole(reply) { return reply }
        }
        return reply.isEmpty ? nil : reply
    }

    private func wait(_ option: Int32, _ time: Duration) {
        let (seconds, rest) = time.components
        // A timeout of zero would mean none.
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(rest / 1_000_000_000_000) + 1)
        setsockopt(file, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
