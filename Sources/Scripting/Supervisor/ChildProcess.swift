import Glibc
import Lines

/// A running worker and this side of its socket. When it is let go the process is killed and reaped
/// and the socket closed, on every way out.
///
/// Used on the thread that spawned it only.
final class ChildProcess {
    let id: pid_t
    private let socket: Int32
    private var arrived = FrameBuffer()
    private var isReaped = false

    enum Received {
        case frame(Frame)
        case late
        /// The process is gone, or what it sent is no frame.
        case broken
    }

    /// Starts `executable` as a worker. Throws when the machine has no process or descriptor left.
    init(executable: String) throws(SpawnError) {
        (id, socket) = try spawnWorker(executable)
    }

    deinit {
        if !isReaped { end() }
        close(socket)
    }

    /// How the process ended; its description is part of a sentence.
    enum End: Equatable, CustomStringConvertible {
        case before
        case left(code: Int32)
        case forbiddenCall
        /// By somebody else's `SIGKILL`: a person's, or that of a machine short of memory.
        case killed
        case signal(Int32)

        var description: String {
            switch self {
            case .before: "it had ended"
            case .left(let code): "it left with code \(code)"
            case .forbiddenCall: "it tried a forbidden system call"
            case .killed: "it was killed"
            case .signal(let number): "it died of signal \(number)"
            }
        }
    }

    /// Kills the process if it still runs, and says how it ended. One that died by itself is not
    /// reaped yet, so the signal cannot reach another and its own end is what is reported.
    @discardableResult
    func end() -> End {
        guard !isReaped else { return .before }
        kill(id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        let signal = status & 0x7f
        switch signal {
        case 0: return .left(code: status >> 8 & 0xff)
        case SIGSYS: return .forbiddenCall
        case SIGKILL: return .killed
        default: return .signal(signal)
        }
    }

    /// Whether all of the frame went out in time.
    func send(_ bytes: [UInt8], until deadline: Duration) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard wait(for: POLLOUT, until: deadline) else { return false }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    func receive(until deadline: Duration) -> Received {
        while true {
            switch arrived.next() {
            case .frame(let frame): return .frame(frame)
            case .malformed: return .broken
            case .incomplete: break
            }
            guard wait(for: POLLIN, until: deadline) else { return .late }
            let count = arrived.fill { recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return .broken }
        }
    }

    /// False when the time is up.
    private func wait(for event: Int32, until deadline: Duration) -> Bool {
        while true {
            let rest = deadline - MachineTime.now()
            guard rest > .zero else { return false }
            var polled = pollfd(fd: socket, events: Int16(event), revents: 0)
            // Rounded up, so that it does not spin through the last millisecond.
            let ready = poll(&polled, 1, Int32(clamping: rest.milliseconds + 1))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return false }
        }
    }
}
