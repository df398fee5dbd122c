import Foundation
import Synchronization
import Testing
import TestSupport

@testable import Console

/// Work for the terminal's thread that comes at the worst moment: when the thread has just seen that
/// there is none, and is about to reset its alarm.
@Suite("The terminal's thread", .timeLimit(.minutes(20)))
struct TerminalQueueTests {
    /// A keyboard whose terminal is gone, and to which something happens when it begins to wait.
    private final class LostKeyboard: Keyboard {
        private var keys: TypedKeys
        private var moment: (@Sendable (TerminalQueue) -> Void)?

        init(_ input: Descriptor, _ moment: @escaping @Sendable (TerminalQueue) -> Void) {
            keys = TypedKeys(from: input)
            self.moment = moment
        }

        func readLine(prompt: String, isRemembered: Bool, queue: TerminalQueue) -> LineInput {
            .line("asked")
        }

        func idle(queue: TerminalQueue) {
            moment?(queue)
            moment = nil
            keys.idle(queue: queue)
        }

        func close() {}
    }

    /// At its end, like the input from a terminal that is gone.
    private let input = Pipe()
    private let queue: TerminalQueue

    init() throws {
        try input.fileHandleForWriting.close()
        let (_, questions) = AsyncStream.makeStream(of: CompletionQuestion.self)
        queue = TerminalQueue(alarm: try #require(Alarm()), questions: questions)
    }

    private var descriptor: Descriptor {
        Descriptor(number: input.fileHandleForReading.fileDescriptor)
    }

    /// Starts the thread; returns what `body`, begun as the thread begins to wait, has returned, or
    /// nil if it was forgotten.
    private func outcome<Value: Sendable>(
        of body: @escaping @Sendable (TerminalQueue) async -> Value,
        then moment: @escaping @Sendable (Task<Void, Never>) -> Void = { _ in }
    ) async -> Value? {
        let (outcomes, told) = AsyncStream.makeStream(of: Value.self)
        queue.start { [descriptor] _ in
            LostKeyboard(descriptor) { queue in
                let task = Task {
                    told.yield(await body(queue))
                    told.finish()
                }
                // The work is there once it has set off the alarm.
                _ = Descriptor.wait(for: [queue.alarm.descriptor])
                moment(task)
            }
        }
        let patience = Task {
            try? await Task.sleep(for: .seconds(120))
            told.finish()
        }
        defer { patience.cancel() }
        return await outcomes.first { _ in true }
    }

    @Test func `writes what comes as the terminal goes`() async {
        #expect(await outcome { await $0.write("", to: .error) == nil } == true)
        await queue.close()
    }

    @Test func `reads nothing for a reader that has left before its turn`() async {
        let line = await outcome {
            await $0.read(prompt: "", isRemembered: false)
        } then: {
            $0.cancel()
        }
        #expect(line == .ended)
        await queue.close()
    }

    @Test func `ends every command after the terminal went, each once`() async {
        var keys = TypedKeys(from: descriptor)
        // Only if a wait is missed, so that it fails rather than never ends.
        let rescue = Task { [queue] in
            while (try? await Task.sleep(for: .seconds(120))) != nil { queue.alarm.setOff() }
        }
        defer { rescue.cancel() }
        let began = ContinuousClock.now
        for _ in 1...2 {
            var interrupts = queue.interrupts().makeAsyncIterator()
            keys.idle(queue: queue)
            #expect(await interrupts.next() != nil)
            // Now only work ends the wait.
            queue.alarm.setOff()
            keys.idle(queue: queue)
            #expect(keys.read() == false)
        }
        #expect(began.duration(to: .now) < .seconds(120))
    }

    /// As happens between the look at the terminal and the read.
    @Test func `a read does not wait for input that Ctrl-C took back`() async throws {
        var ours: Int32 = 0
        var theirs: Int32 = 0
        try #require(openpty(&ours, &theirs, nil, nil, nil) == 0)
        defer { for end in [ours, theirs] { close(end) } }
        let keys = try #require(Descriptor(number: theirs).opened())
        defer { close(keys.number) }
        try #require(write(ours, "lines\n", 6) == 6)
        #expect(Descriptor.wait(for: [keys]) == [keys])
        try #require(write(ours, "\u{3}", 1) == 1)
        try await eventually("it is taken back") {
            var left: Int32 = 0
            return ioctl(theirs, UInt(FIONREAD), &left) == 0 && left == 0
        }
        #expect(keys.read() == nil)
        try #require(write(ours, "plan\n", 5) == 5)
        #expect(Descriptor.wait(for: [keys]) == [keys])
        #expect(keys.read() == Array("plan\n".utf8))
        // The shell's own descriptor still blocks.
        #expect(fcntl(theirs, F_GETFL) & O_NONBLOCK == 0)
    }
}
