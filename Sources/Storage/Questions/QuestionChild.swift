import CProcess
import Foundation
import Synchronization

/// The process that runs one statement, from the manager's side: started, sent the question, read,
/// and ended once the answer is there or nobody is waiting for it.
final class QuestionChild: Sendable {
    /// More than the largest table takes with every character escaped.
    private static let longestReply = 64 << 20

    private let executable: String
    private let state = Mutex(State())

    private struct State {
        /// Nil before the process starts, and once it may have been reaped.
        var process: pid_t?
        var isGivenUp = false
    }

    /// - Parameter executable: the program that acts as the query process when started with
    ///   `QuestionProcess.argument`.
    init(executable: String) {
        self.executable = executable
    }

    /// Kills the process; `ask` then returns.
    func giveUp() {
        state.withLock { state in
            state.isGivenUp = true
            if let process = state.process { kill(process, SIGKILL) }
        }
    }

    /// Asks on a thread of its own. The thread must live as long as the process, because the kernel
    /// kills the process together with the thread that started it. This also ends it when the
    /// manager is killed.
    func ask(_ question: Question) async -> QuestionReply {
        await withCheckedContinuation { continuation in
            let thread = Thread { [self] in continuation.resume(returning: answer(to: question)) }
            thread.name = "question"
            thread.start()
        }
    }

    private func answer(to question: Question) -> QuestionReply {
        guard let request = try? JSONEncoder().encode(question) else {
            return .refused("The statement cannot be read.")
        }
        var socket: Int32 = -1
        let failed: Int32? = state.withLock { state in
            guard !state.isGivenUp else { return nil }
            var process: Int32 = 0
            let failed = cprocess_spawn(
                executable, QuestionProcess.argument, QuestionProcess.socketDescriptor, &process,
                &socket)
            if failed == 0 { state.process = process }
            return failed
        }
        guard let failed else { return .refused(Self.givenUp) }
        guard failed == 0 else {
            return .refused(
                "No process can be started for the statement: \(String(cString: strerror(failed))). "
                    + "Try again later.")
        }
        let bytes = converse(socket, Array(request))
        close(socket)
        let end = end()
        if let reply = try? JSONDecoder().decode(QuestionReply.self, from: Data(bytes)) {
            return reply
        }
        return .refused(describe(end))
    }

    /// Its output until it closes its side; output beyond the limit ends it.
    private func converse(_ socket: Int32, _ request: [UInt8]) -> [UInt8] {
        guard send(request, to: socket) else { return [] }
        shutdown(socket, Int32(SHUT_WR))
        var reply: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while reply.count <= Self.longestReply {
            guard wait(for: POLLIN, on: socket) else { break }
            let count = recv(socket, &room, room.count, 0)
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { break }
            reply += room[..<count]
        }
        return reply
    }

    private func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard wait(for: POLLOUT, on: socket) else { return false }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func wait(for event: Int32, on socket: Int32) -> Bool {
        var polled = pollfd(fd: socket, events: Int16(event), revents: 0)
        while poll(&polled, 1, -1) < 0 {
            if errno != EINTR { return false }
        }
        return true
    }

    /// Kills it if it still runs, and reaps it. Returns the status from `waitpid`.
    private func end() -> Int32 {
        let process = state.withLock { state in
            defer { state.process = nil }
            return state.process
        }
        guard let process else { return 0 }
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private func describe(_ status: Int32) -> String {
        if state.withLock({ $0.isGivenUp }) { return Self.givenUp }
        let signal = status & 0x7f
        switch signal {
        case 0: return "The query was not answered. Try again."
        case SIGKILL:
            return "The process that ran the statement was killed, perhaps because memory ran out."
        case SIGXCPU: return Self.givenUp
        default:
            return "The statement crashed its process (signal \(signal)). Nothing else is affected."
        }
    }

    private static let givenUp = "The statement was cancelled."
}
