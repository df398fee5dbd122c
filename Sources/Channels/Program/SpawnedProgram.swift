import Foundation

/// A child process and our ends of its pipes.
///
/// It leads a process group, so that it can be signalled together with its children, and inherits
/// only its three standard descriptors; standard error goes to the same pipe as standard output.
struct SpawnedProgram {
    /// The descriptor for writing to its standard input; -1 once closed. Never blocks.
    private(set) var input: Int32
    /// The descriptor for reading its output; -1 once closed. Never blocks.
    private(set) var output: Int32
    private let pid: pid_t

    init(_ command: ProgramCommand) throws(SpawnFailure) {
        let toProgram = try Pipe()
        let fromProgram: Pipe
        do throws(SpawnFailure) {
            fromProgram = try Pipe()
        } catch {
            toProgram.closeBoth()
            throw error
        }
        do throws(SpawnFailure) {
            pid = try SpawnedProgram.start(
                command, standardInput: toProgram.readEnd, standardOutput: fromProgram.writeEnd)
        } catch {
            toProgram.closeBoth()
            fromProgram.closeBoth()
            throw error
        }
        close(toProgram.readEnd)
        close(fromProgram.writeEnd)
        input = toProgram.writeEnd
        output = fromProgram.readEnd
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    mutating func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    mutating func closeOutput() {
        if output >= 0 { close(output) }
        output = -1
    }

    mutating func closePipes() {
        closeInput()
        closeOutput()
    }

    /// How it ended, or nil while it runs. It stays a zombie, which keeps its process id, and thus
    /// that of its group, from being reused before the group has been signalled.
    func ending() -> ProgramOutcome.Ending? {
        var information = siginfo_t()
        let waited = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
        guard waited == 0, information.si_signo != 0 else { return nil }
        let status = information._sifields._sigchld.si_status
        return information.si_code == Int32(CLD_EXITED)
            ? .exited(status) : .killed(signal: status)
    }

    /// Signals the program and every descendant still in its group.
    func signalGroup(_ signal: Int32) {
        _ = kill(-pid, signal)
    }

    /// Reaps an ended process; false if it has not ended.
    func reap(wait: Bool) -> Bool {
        var status: Int32 = 0
        while true {
            let reaped = waitpid(pid, &status, wait ? 0 : WNOHANG)
            if reaped < 0, errno == EINTR { continue }
            return reaped != 0
        }
    }

    /// Monotonic time.
    static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
