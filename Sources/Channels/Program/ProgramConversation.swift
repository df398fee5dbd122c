import Foundation

/// The input and output of a program, neither of which blocks for long.
struct ProgramConversation {
    /// The beginning of the output, both streams in the order they were written.
    private(set) var output: [UInt8] = []

    private var unsent: ArraySlice<UInt8>
    private let kept: Int
    /// Milliseconds to wait for an event. Short at first, for programs that end at once, and later
    /// up to a delay that nobody notices.
    private var patience: Int32 = 1

    init(input: [UInt8], keeping kept: Int) {
        unsent = input[...]
        self.kept = kept
    }

    /// Waits a moment for the pipes to be ready, and transfers what they are ready for.
    ///
    /// Only a moment, because the end of a program does not show at its pipes: it can close them
    /// early, and its children can keep them open.
    mutating func advance(_ program: inout SpawnedProgram) {
        var ready = [
            pollfd(fd: program.input, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: program.output, events: Int16(POLLIN), revents: 0),
        ]
        // Closed ones are -1, which poll ignores.
        let count = poll(&ready, nfds_t(ready.count), patience)
        patience = count > 0 ? 1 : min(patience * 2, 25)
        if ready[0].revents != 0 { feed(&program) }
        if ready[1].revents != 0 { _ = listen(&program) }
    }

    /// Reads output that was written before the end and is still in the pipe.
    mutating func drain(_ program: inout SpawnedProgram) {
        // Limited, because a child may go on writing forever: a pipe holds 64 KB.
        for _ in 0..<16 where listen(&program) {}
    }

    private mutating func feed(_ program: inout SpawnedProgram) {
        let written = unsent.withUnsafeBytes { write(program.input, $0.baseAddress, $0.count) }
        if written > 0 { unsent = unsent.dropFirst(written) }
        let refused = written < 0 && errno != EAGAIN && errno != EINTR
        // A program need not read its input.
        if refused || unsent.isEmpty { program.closeInput() }
    }

    /// Whether there may be more.
    private mutating func listen(_ program: inout SpawnedProgram) -> Bool {
        guard program.output >= 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(program.output, &buffer, buffer.count)
        if count > 0 {
            output.append(contentsOf: buffer.prefix(min(count, kept - output.count)))
            return true
        }
        if count == 0 || (errno != EAGAIN && errno != EINTR) { program.closeOutput() }
        return false
    }
}
