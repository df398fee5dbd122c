/// A terminal on which commands are typed.
package protocol LineEditor: Terminal {
    /// Whether Tab completes and the arrow keys bring lines back.
    var canEdit: Bool { get }

    /// Waits for the next line. With an empty prompt nothing is shown.
    func readLine(prompt: Printable) async -> LineInput

    /// Yields each time the person presses Ctrl-C while no line is being edited.
    func interrupts() -> AsyncStream<Void>

    /// What is to be completed. The person waits a moment for the answer, no longer.
    var completionQuestions: AsyncStream<CompletionQuestion> { get }
}

/// What came of waiting for a line.
package enum LineInput: Equatable, Sendable {
    case line(String)
    /// Ctrl-C: what was typed is dropped.
    case abandoned
    /// Ctrl-D, or the end of a file.
    case ended
}
