import Glibc
import Lines

/// A running worker and our end of its socket. When the last reference is released, the process is
/// killed and reaped and the socket closed, whatever happened.
///
/// Used only on the thread that spawned it.
final class ChildProcess {
    let id: pid_t
    private let socket: Int32
    private var arrived = FrameBuffer()
    private var isReaped = false
    private var turn: Turn?

    enum Received {
        case frame(Frame)
        case late
        /// The process has closed its end, most likely because it has ended.
        case gone
        /// The process sent something other than a frame.
        case garbled
    }

    /// Whether a frame was sent completely.
    enum Sent {
        case whole, late, gone
    }

    /// Starts `executable` as a worker. Throws if the machine has no process or descriptor left.
    init(executable: String) throws(SpawnError) {
        (id, socket) = try spawnWorker(executable)
    }

    deinit {
        if !isReaped { end() }
        close(socket)
    }

    /// How the process ended; the description is part of a sentence.
    enum End: Equatable, CustomStringConvertible {
        case before
        case left(code: Int32)
        case forbiddenCall
        /// By a `SIGKILL` that was not ours: a person's, or that of a machine short of memory.
        case killed
        case signal(Int32)

        var description: String {
            switch self {
            case .before: "it had ended"
            case .left(let code): "it left with code \(code)"
            case .forbiddenCall: "it tried a forbidden system call"
            case .killed: "it was killed"
            case .signal(let number): "it was killed by signal \(number)"
            }
        }
    }

    /// Kills the process if it still runs, and returns how it ended. A process that died by itself
    /// has not been reaped yet, so the signal cannot hit another process and its own end is
    /// reported.
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

    /// The time limits of one conversation.
    private struct Turn {
        /// The processor time the process had used before; nil if unknown.
        var before: Duration?
        var fair: Duration
        var grace: Duration
    }

    /// Begins a conversation. As long as the process has used less than `fair` of processor time,
    /// the wait is extended by up to `grace`: it may have been stopped, or the machine may be busy.
    func beginTurn(fair: Duration, grace: Duration) {
        turn = Turn(before: processorTime, fair: fair, grace: grace)
    }

    /// Whether it has used hardly any processor time since the conversation began.
    var hasHardlyRun: Bool {
        guard let turn, let before = turn.before, let now = processorTime else { return false }
        return now - before < turn.fair
    }

    /// The processor time it has used; nil if unknown.
    private var processorTime: Duration? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return nil
        }
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    func send(_ bytes: [UInt8], until deadline: Duration) -> Sent {
        var sent = 0
        while sent < bytes.count {
            guard wait(for: POLLOUT, until: deadline) else { return .late }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return .gone }
            sent += count
        }
        return .whole
    }

    func receive(until deadline: Duration) -> Received {
        while true {
            switch arrived.next() {
            case .frame(let frame): return .frame(frame)
            case .malformed: return .garbled
            case .incomplete: break
            }
            guard wait(for: POLLIN, until: deadline) else { return .late }
            let count = arrived.fill { recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return .gone }
        }
    }

    /// False if the time is up without an event. The time is checked again because this process,
    /// too, may have been stopped.
    private func wait(for event: Int32, until deadline: Duration) -> Bool {
        while true {
            let now = MachineTime.now()
            var rest = max(.zero, deadline - now)
            if rest == .zero, let turn, now < deadline + turn.grace, hasHardlyRun {
                rest = .milliseconds(20)
            }
            var polled = pollfd(fd: socket, events: Int16(event), revents: 0)
            // Rounded up, so that it does not spin through the last millisecond.
            let ready = poll(&polled, 1, rest == .zero ? 0 : Int32(clamping: rest.milliseconds + 1))
            if ready > 0 { return true }
            if ready == 0, rest == .zero { return false }
            if ready < 0, errno != EINTR { return false }
        }
    }
}
