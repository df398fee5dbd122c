/// A terminal on which commands are typed.
package protocol LineEditor: Terminal {
    /// Whether Tab completes and the arrow keys recall lines.
    var canEdit: Bool { get }

    /// Waits for the next line. An empty prompt is not shown.
    func readLine(prompt: SafeText) async -> LineInput

    /// Yields each time the person presses Ctrl-C while no line is being edited.
    func interrupts() -> AsyncStream<Void>

    /// Completion requests. The person waits only a moment for each answer.
    var completionQuestions: AsyncStream<CompletionQuestion> { get }
}

/// The result of waiting for a line.
package enum LineInput: Equatable, Sendable {
    case line(String)
    /// Ctrl-C: the typed text is discarded.
    case abandoned
    /// Ctrl-D, or the end of a file.
    case ended
}
