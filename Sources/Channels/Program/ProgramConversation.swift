import Foundation

/// What goes into a program and comes out of it, without ever waiting long for either.
struct ProgramConversation {
    /// The beginning of what came out, both streams in the order they were written.
    private(set) var output: [UInt8] = []

    private var unsent: ArraySlice<UInt8>
    private let kept: Int
    /// Milliseconds to wait for something to happen. Starts short, for programs that are done at
    /// once, and grows to what nobody notices.
    private var patience: Int32 = 1

    init(input: [UInt8], keeping kept: Int) {
        unsent = input[...]
        self.kept = kept
    }

    /// Waits a moment for the pipes to be ready, and moves what they are ready for.
    ///
    /// Only a moment, because a program's end is not seen at its pipes: it can close them early,
    /// and its children can keep them open.
    mutating func advance(_ program: inout SpawnedProgram) {
        var ready = [
            pollfd(fd: program.input, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: program.output, events: Int16(POLLIN), revents: 0),
        ]
        // Closed ones are -1, which poll passes over.
        let count = poll(&ready, nfds_t(ready.count), patience)
        patience = count > 0 ? 1 : min(patience * 2, 25)
        if ready[0].revents != 0 { feed(&program) }
        if ready[1].revents != 0 { _ = listen(&program) }
    }

    /// Takes what has been written already and is still in the pipe.
    mutating func drain(_ program: inout SpawnedProgram) {
        // A child that goes on writing for ever is not waited for: a pipe holds 64 KB.
        for _ in 0..<16 where listen(&program) {}
    }

    private mutating func feed(_ program: inout SpawnedProgram) {
        let written = unsent.withUnsafeBytes { write(program.input, $0.baseAddress, $0.count) }
        if written > 0 { unsent = unsent.dropFirst(written) }
        let refused = written < 0 && errno != EAGAIN && errno != EINTR
        // A program need not read what it is given.
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
