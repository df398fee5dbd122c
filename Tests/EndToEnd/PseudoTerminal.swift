import Foundation
import Synchronization
import Testing

/// The program with a terminal of its own, as a window or a connection gives it one. Both are gone
/// when this value is.
final class PseudoTerminal: Sendable {
    private let process: Process
    private let ended = DispatchSemaphore(value: 0)
    private let screen: Int32
    private let seen = Mutex("")
    private let isHungUp = Mutex(false)

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        var ours: Int32 = 0
        var theirs: Int32 = 0
        try #require(openpty(&ours, &theirs, nil, nil, nil) == 0)
        _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
        screen = ours
        process = Process()
        // The terminal becomes that of a session the program leads, or it would not be told of its
        // end.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments = ["--ctty", "--wait", Program.path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let terminal = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        try terminal.close()
        Thread.detachNewThread { [screen, weak self] in
            var room = [UInt8](repeating: 0, count: 4096)
            while case let count = read(screen, &room, room.count), count > 0 {
                let text = String(decoding: room[..<count], as: UTF8.self)
                self?.seen.withLock { $0 += text }
            }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        hangUp()
    }

    /// The program's process, which `setsid` started.
    var processID: Int32? {
        let own = process.processIdentifier
        let children = try? String(
            contentsOfFile: "/proc/\(own)/task/\(own)/children", encoding: .utf8)
        return children?.split(separator: " ").first.flatMap { Int32($0) }
    }

    /// All that was written so far.
    var text: String { seen.withLock { $0 } }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(screen, bytes, bytes.count)
    }

    /// Closes the window.
    func hangUp() {
        let isFirst = isHungUp.withLock { isHungUp in
            defer { isHungUp = true }
            return !isHungUp
        }
        if isFirst { close(screen) }
    }

    /// Whether the terminal shows what is typed and hands it over line by line, as a shell wants it.
    var isAsFound: Bool {
        var settings = termios()
        guard tcgetattr(screen, &settings) == 0 else { return false }
        let wanted = tcflag_t(ICANON | ECHO | ISIG)
        return settings.c_lflag & wanted == wanted
    }

    /// Waits until it has ended by itself; its exit code, or nil when it has not within `seconds`.
    func end(within seconds: Double) -> Int32? {
        guard process.isRunning else { return process.terminationStatus }
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        return process.terminationStatus
    }
}
