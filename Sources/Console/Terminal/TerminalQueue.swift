import Foundation
import Synchronization

/// The only thread that touches the terminal.
///
/// Waiting for keys blocks, so it must not happen on the threads of tasks; and output during typing
/// must come from the code that draws the line. Both go through this class: tasks leave text to
/// write or requests to read and are resumed when they are done, so that at most one text per task
/// is pending.
final class TerminalQueue: Sendable {
    private struct Write {
        var text: String
        var descriptor: Descriptor
        var done: CheckedContinuation<TerminalClosed?, Never>
    }

    private struct Read {
        var id: Int
        var prompt: String
        var isRemembered: Bool
        var done: CheckedContinuation<LineInput, Never>
    }

    private struct State {
        var writes: [Write] = []
        var reads: [Read] = []
        var lastRead = 0
        var abandonedReads: Set<Int> = []
        var currentRead: Int?
        var isInterrupted = false
        /// Whether Ctrl-C came after a line was read and before its command began to listen for it.
        var isInterruptOwed = false
        var isClosing = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
        var interrupts: AsyncStream<Void>.Continuation?
    }

    let alarm: Alarm
    private let state = Mutex(State())
    private let questions: AsyncStream<CompletionQuestion>.Continuation

    init(alarm: Alarm, questions: AsyncStream<CompletionQuestion>.Continuation) {
        self.alarm = alarm
        self.questions = questions
    }

    /// Starts the thread. The keyboard is created on it and never leaves it.
    func start(_ makeKeyboard: @escaping @Sendable (TerminalQueue) -> any Keyboard) {
        let thread = Thread { [self] in serve(makeKeyboard(self)) }
        thread.name = "terminal"
        thread.start()
    }

    // MARK: What tasks ask for

    /// Returns when it is written, or why it could not be.
    func write(_ text: String, to descriptor: Descriptor) async -> TerminalClosed? {
        await withCheckedContinuation { done in
            let isClosed = state.withLock { state in
                if !state.isClosed {
                    state.writes.append(Write(text: text, descriptor: descriptor, done: done))
                }
                return state.isClosed
            }
            // Once the thread has ended, tasks may write to the screen themselves.
            if isClosed { done.resume(returning: descriptor.write(text)) } else { alarm.setOff() }
        }
    }

    func read(prompt: String, isRemembered: Bool) async -> LineInput {
        let id = state.withLock { state in
            state.lastRead += 1
            return state.lastRead
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                let isRefused = state.withLock { state in
                    if state.isClosed || state.abandonedReads.remove(id) != nil { return true }
                    state.reads.append(
                        Read(id: id, prompt: prompt, isRemembered: isRemembered, done: done))
                    return false
                }
                if isRefused { done.resume(returning: .ended) } else { alarm.setOff() }
            }
        } onCancel: {
            state.withLock { _ = $0.abandonedReads.insert(id) }
            alarm.setOff()
        }
    }

    /// Records a Ctrl-C that came as a signal, as from a terminal that edits lines itself. The
    /// keyboard then discards the typed text or interrupts the command.
    func noteInterrupt() {
        state.withLock { $0.isInterrupted = true }
        alarm.setOff()
    }

    /// Replaces the previous stream.
    func interrupts() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (former, isOwed) = state.withLock { state in
            defer { (state.interrupts, state.isInterruptOwed) = (continuation, false) }
            return (state.interrupts, state.isInterruptOwed)
        }
        former?.finish()
        if isOwed { continuation.yield() }
        return stream
    }

    /// Returns once the terminal is restored to its original state.
    func close() async {
        await withCheckedContinuation { done in
            let isClosed = state.withLock { state in
                state.isClosing = true
                if !state.isClosed { state.closers.append(done) }
                return state.isClosed
            }
            if isClosed { done.resume() } else { alarm.setOff() }
        }
    }

    // MARK: What the thread does

    var mustStopReading: Bool {
        state.withLock { state in
            state.isClosing || state.currentRead.map(state.abandonedReads.contains) ?? false
        }
    }

    /// Whether Ctrl-C came as a signal since the last call.
    func takeInterrupt() -> Bool {
        state.withLock { state in
            defer { state.isInterrupted = false }
            return state.isInterrupted
        }
    }

    var hasWrites: Bool { state.withLock { !$0.writes.isEmpty && !$0.isClosing } }

    /// Whether there is nothing to do but wait.
    private var isIdle: Bool {
        state.withLock { $0.writes.isEmpty && $0.reads.isEmpty && !$0.isClosing }
    }

    func flushWrites() {
        let writes = state.withLock { state in
            defer { state.writes = [] }
            return state.writes
        }
        for write in writes {
            write.done.resume(returning: write.descriptor.write(write.text))
        }
    }

    /// Interrupts the running command, or the one about to run.
    func interrupt() {
        state.withLock { state in
            if case .enqueued = state.interrupts?.yield() { return }
            state.isInterruptOwed = true
        }
    }

    func ask(_ question: CompletionQuestion) {
        questions.yield(question)
    }

    private func serve(_ keyboard: any Keyboard) {
        while !state.withLock({ $0.isClosing }) {
            flushWrites()
            if let read = takeRead() {
                // A keyboard looks only when the alarm is set off, and that of a read abandoned
                // before its turn may have been reset already.
                let input =
                    mustStopReading
                    ? .ended
                    : keyboard.readLine(
                        prompt: read.prompt, isRemembered: read.isRemembered, queue: self)
                state.withLock { state in
                    state.abandonedReads.remove(read.id)
                    state.currentRead = nil
                }
                read.done.resume(returning: input)
            } else if isIdle {
                keyboard.idle(queue: self)
            }
        }
        flushWrites()
        keyboard.close()
        let left = state.withLock { state in
            state.isClosed = true
            defer { (state.writes, state.reads, state.closers) = ([], [], []) }
            return state
        }
        for write in left.writes {
            write.done.resume(returning: write.descriptor.write(write.text))
        }
        for read in left.reads { read.done.resume(returning: .ended) }
        for closer in left.closers { closer.resume() }
        left.interrupts?.finish()
        questions.finish()
    }

    private func takeRead() -> Read? {
        state.withLock { state in
            guard !state.reads.isEmpty else { return nil }
            let read = state.reads.removeFirst()
            state.currentRead = read.id
            state.isInterruptOwed = false
            return read
        }
    }
}
