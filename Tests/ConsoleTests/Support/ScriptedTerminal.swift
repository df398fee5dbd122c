import Console
import Synchronization

/// A terminal with prepared answers and lines, which records its output.
final class ScriptedTerminal: LineEditor {
    private struct State {
        var width: Int?
        var isStyled = false
        var hasClipboard = false
        var answers: [String]? = []
        var inputs: [LineInput] = []
        var written: [String] = []
        var writesLeft = Int.max
        var interrupt: AsyncStream<Void>.Continuation?
        var writing: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())
    let canEdit = true
    let completionQuestions: AsyncStream<CompletionQuestion>

    init(width: Int? = nil, inputs: [LineInput] = []) {
        completionQuestions = AsyncStream { $0.finish() }
        state.withLock {
            $0.width = width
            $0.inputs = inputs
        }
    }

    var width: Int? {
        get { state.withLock { $0.width } }
        set { state.withLock { $0.width = newValue } }
    }

    var isStyled: Bool {
        get { state.withLock { $0.isStyled } }
        set { state.withLock { $0.isStyled = newValue } }
    }

    var hasClipboard: Bool {
        get { state.withLock { $0.hasClipboard } }
        set { state.withLock { $0.hasClipboard = newValue } }
    }

    var canAnswer: Bool { state.withLock { $0.answers != nil } }

    /// Sets the coming answers; nil if nobody is there.
    func prepare(answers: [String]?) {
        state.withLock { $0.answers = answers }
    }

    /// Closes the reading end after this many writes.
    func close(afterWrites count: Int) {
        state.withLock { $0.writesLeft = count }
    }

    func takeWritten() -> [String] {
        state.withLock { state in
            defer { state.written = [] }
            return state.written
        }
    }

    /// Waits for a line that contains a text, and takes what was written until then. Without a limit of
    /// time, since a busy machine proves nothing: the suite has one.
    func takeWritten(through end: String) async -> [String] {
        let (written, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { $0.writing = continuation }
        continuation.yield()
        var taken: [String] = []
        for await _ in written {
            taken += takeWritten()
            if taken.contains(where: { $0.contains(end) }) { break }
        }
        return taken
    }

    func write(_ text: SafeText) async throws(TerminalClosed) {
        let isOpen = state.withLock { state in
            guard state.writesLeft > 0 else { return false }
            state.writesLeft -= 1
            let visible = String(
                String.UnicodeScalarView(text.text.unicodeScalars.map(ScriptedTerminal.picture)))
            state.written += visible.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? "  ¶" : "  \($0)" }
            state.writing?.yield()
            return true
        }
        if !isOpen { throw .readerLeft }
    }

    /// The picture of a control character, so that a transcript can contain it.
    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\r": "␍"
        case "\u{1B}": "␛"
        default: scalar
        }
    }

    func remark(_ text: SafeText) async {
        state.withLock { state in
            state.written += text.text.split(separator: "\n").map { "! \($0)" }
            state.writing?.yield()
        }
    }

    func answer(to question: SafeText) async throws(TerminalClosed) -> String? {
        state.withLock { state in
            let answer = state.answers.flatMap { $0.isEmpty ? nil : $0[0] }
            if answer != nil { state.answers?.removeFirst() }
            state.written.append("? \(question.text)\(answer ?? "—")")
            return answer
        }
    }

    func copy(_ text: String) async -> SafeText? {
        state.withLock { state in
            guard state.hasClipboard else { return nil }
            state.written.append("© \(text)")
            return "the terminal"
        }
    }

    func readLine(prompt: SafeText) async -> LineInput {
        state.withLock { state in
            state.inputs.isEmpty ? .ended : state.inputs.removeFirst()
        }
    }

    func interrupts() -> AsyncStream<Void> {
        AsyncStream { continuation in state.withLock { $0.interrupt = continuation } }
    }

    func interrupt() {
        _ = state.withLock { $0.interrupt }?.yield()
    }
}
