import Foundation

/// A process of our own and the ends of its pipes.
///
/// It leads a process group, so that it can be signalled together with what it starts, and gets
/// nothing of ours but its three standard descriptors: standard error goes where standard output
/// does.
struct SpawnedProgram {
    /// Where its standard input is written; -1 once closed. Never blocks.
    private(set) var input: Int32
    /// Where its output is read; -1 once closed. Never blocks.
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

    /// How it ended, or nil while it runs. It stays a zombie, which keeps its number, and so its
    /// group's, from being given to a stranger before the group has been signalled.
    func ending() -> ProgramOutcome.Ending? {
        var information = siginfo_t()
        let waited = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
        guard waited == 0, information.si_signo != 0 else { return nil }
        let status = information._sifields._sigchld.si_status
        return information.si_code == Int32(CLD_EXITED)
            ? .exited(status) : .killed(signal: status)
    }

    /// To the program and everything it started that has not left its group.
    func signalGroup(_ signal: Int32) {
        _ = kill(-pid, signal)
    }

    /// Clears away what is left of an ended process; false when it has not ended.
    func reap(wait: Bool) -> Bool {
        var status: Int32 = 0
        while true {
            let reaped = waitpid(pid, &status, wait ? 0 : WNOHANG)
            if reaped < 0, errno == EINTR { continue }
            return reaped != 0
        }
    }

    /// Time that only moves forward.
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
