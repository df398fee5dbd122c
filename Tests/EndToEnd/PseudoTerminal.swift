import Foundation
import Synchronization
import Testing
import TestSupport

/// The program with its own terminal, as in a window or a remote session. Both are closed when this
/// value is released.
final class PseudoTerminal: Sendable {
    private let process: TestProcess
    /// Nil once the window is closed: from then on the number may be that of another file.
    private let screen: Mutex<Int32?>
    private let seen = Mutex("")

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        var ours: Int32 = 0
        var theirs: Int32 = 0
        try #require(openpty(&ours, &theirs, nil, nil, nil) == 0)
        _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
        _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
        _ = fcntl(ours, F_SETFL, O_NONBLOCK)
        screen = Mutex(ours)
        // The terminal becomes that of a session the program leads, or it would not be told of its
        // end.
        process = try TestProcess(
            ["--ctty", "--wait", BuiltProgram.path] + arguments, environment: environment,
            program: "/usr/bin/setsid",
            on: FileHandle(fileDescriptor: theirs, closeOnDealloc: true))
        Thread.detachNewThread { [weak self] in
            while self?.isOpen(within: 100) == true { self?.look() }
        }
    }

    deinit {
        process.send(SIGKILL)
        hangUp()
    }

    /// The program's process, which `setsid` started.
    var processID: Int32? {
        RunningProcess.children(of: process.processID).first
    }

    /// Everything written so far.
    var text: String { seen.withLock { $0 } }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        screen.withLock { screen in
            if let screen { _ = write(screen, bytes, bytes.count) }
        }
    }

    /// Closes the window.
    func hangUp() {
        screen.withLock { screen in
            if let open = screen { close(open) }
            screen = nil
        }
    }

    /// Whether the terminal echoes input and delivers it line by line, as a shell expects.
    var isAsFound: Bool {
        var settings = termios()
        let isTold = screen.withLock { screen in
            screen.map { tcgetattr($0, &settings) == 0 } ?? false
        }
        let wanted = tcflag_t(ICANON | ECHO | ISIG)
        return isTold && settings.c_lflag & wanted == wanted
    }

    /// Waits for output; false if there can be no more.
    private func isOpen(within milliseconds: Int32) -> Bool {
        guard let number = screen.withLock({ $0 }) else { return false }
        var waited = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&waited, 1, milliseconds) >= 0 && waited.revents & Int16(POLLNVAL) == 0
            && (waited.revents & Int16(POLLIN) != 0 || waited.revents & Int16(POLLHUP) == 0)
    }

    private func look() {
        var room = [UInt8](repeating: 0, count: 4096)
        let count = screen.withLock { screen in
            screen.map { read($0, &room, room.count) } ?? -1
        }
        guard count > 0 else { return }
        let text = String(decoding: room[..<count], as: UTF8.self)
        seen.withLock { $0 += text }
    }

    /// Waits until it has ended by itself; its exit code, or nil when it has not within `seconds`.
    func end(within seconds: Double) async -> Int32? { await process.end(within: seconds) }
}
