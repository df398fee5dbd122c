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
    private var turn: Turn?

    enum Received {
        case frame(Frame)
        case late
        /// The process has closed its end, most likely because it is gone.
        case gone
        /// What it sent is no frame.
        case garbled
    }

    /// Whether all of a frame went out.
    enum Sent {
        case whole, late, gone
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

    /// What one conversation may take.
    private struct Turn {
        /// How much of the processor the process had had before; nil when that could not be told.
        var before: Duration?
        var fair: Duration
        var grace: Duration
    }

    /// Begins a conversation. While the process has had the processor for less than `fair`, it is waited
    /// for as much as `grace` longer: it may have been stopped, or the machine may be busy.
    func beginTurn(fair: Duration, grace: Duration) {
        turn = Turn(before: processorTime, fair: fair, grace: grace)
    }

    /// Whether it has hardly had the processor since the conversation began.
    var hasHardlyRun: Bool {
        guard let turn, let before = turn.before, let now = processorTime else { return false }
        return now - before < turn.fair
    }

    /// How much of the processor it has had; nil when that cannot be told.
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

    /// False when the time is up and there is still nothing: this process, too, may have stood still.
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
