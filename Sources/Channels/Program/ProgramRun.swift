import Foundation
import Lines
import Synchronization

/// How a program ended, and the beginning of its output.
struct ProgramOutcome: Sendable, Equatable {
    enum Ending: Sendable, Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case stopped(Reason)
    }

    enum Reason: Sendable, Equatable {
        /// It exceeded its time limit.
        case limit
        /// The task that waited for it was cancelled.
        case request
    }

    var ending: Ending
    var output: [UInt8]
}

/// One run of a program, watched by a thread of its own.
///
/// Writing, reading and waiting block, so they stay off the pool that tasks share. The time limit
/// is real time: the program runs on this machine, whatever the speed of the simulated world. A run
/// that must be stopped first gets SIGTERM (with its whole process group) and is then killed, with
/// every child still in its group.
final class ProgramRun: Sendable {
    /// How long a program has to end after SIGTERM.
    static let grace = Duration.seconds(1)
    /// How many bytes of its output are kept.
    static let keptOutput = 4096

    private let command: ProgramCommand
    private let input: [UInt8]
    private let limit: Duration
    private let stop = Atomic(false)

    init(_ command: ProgramCommand, input: [UInt8], limit: Duration) {
        self.command = command
        self.input = input
        self.limit = limit
    }

    /// Starts the program and waits for its end. Cancelling the task stops it.
    func result() async -> Result<ProgramOutcome, SpawnFailure> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { self.work(continuation) }
            }
        } onCancel: {
            stop.store(true, ordering: .relaxed)
        }
    }

    private func work(
        _ continuation: CheckedContinuation<Result<ProgramOutcome, SpawnFailure>, Never>
    ) {
        // Writing to a program that does not read must fail rather than end this process. The
        // signal is sent to the thread that wrote, and is gone when that thread ends.
        SpawnedProgram.blockBrokenPipeSignal()
        guard !stop.load(ordering: .relaxed) else {
            continuation.resume(
                returning: .success(ProgramOutcome(ending: .stopped(.request), output: [])))
            return
        }
        do throws(SpawnFailure) {
            var program = try SpawnedProgram(command)
            let outcome = watch(&program)
            let reaped = program.reap(wait: false)
            continuation.resume(returning: .success(outcome))
            // A killed process can hang in the kernel as long as a disk does; only this thread
            // waits for that.
            if !reaped { _ = program.reap(wait: true) }
        } catch {
            continuation.resume(returning: .failure(error))
        }
    }

    private enum Phase {
        case running
        case asked(ProgramOutcome.Reason)
        case killed(ProgramOutcome.Reason)
    }

    private func watch(_ program: inout SpawnedProgram) -> ProgramOutcome {
        var conversation = ProgramConversation(input: input, keeping: ProgramRun.keptOutput)
        var phase = Phase.running
        var deadline = SpawnedProgram.uptime() + limit
        while true {
            conversation.advance(&program)
            if let ending = program.ending() {
                conversation.drain(&program)
                program.closePipes()
                switch phase {
                case .running:
                    return ProgramOutcome(ending: ending, output: conversation.output)
                case .asked(let reason), .killed(let reason):
                    // It has ended, but its children may not have.
                    program.signalGroup(SIGKILL)
                    return ProgramOutcome(
                        ending: .stopped(reason), output: conversation.output)
                }
            }
            let late = SpawnedProgram.uptime() >= deadline
            switch phase {
            case .running where late || stop.load(ordering: .relaxed):
                phase = .asked(late ? .limit : .request)
                deadline = SpawnedProgram.uptime() + ProgramRun.grace
                program.signalGroup(SIGTERM)
            case .asked(let reason) where late:
                phase = .killed(reason)
                deadline = SpawnedProgram.uptime() + ProgramRun.grace
                program.signalGroup(SIGKILL)
            case .killed(let reason) where late:
                program.closePipes()
                return ProgramOutcome(ending: .stopped(reason), output: conversation.output)
            case .running, .asked, .killed:
                break
            }
        }
    }
}
