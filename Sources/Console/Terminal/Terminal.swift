/// The output of a command, and the source of answers to its questions.
package protocol Terminal: Sendable {
    /// The columns of the screen; nil if results do not go to one, so that nothing is cut.
    var width: Int? { get }
    /// Whether headings may be bold.
    var isStyled: Bool { get }
    /// Whether a person is there to answer a question.
    var canAnswer: Bool { get }

    /// Writes results, and ends the line.
    func write(_ text: SafeText) async throws(TerminalClosed)
    /// Writes text for the person rather than for a program that reads the results.
    func remark(_ text: SafeText) async
    /// Asks and waits; nil if there is no answer.
    func answer(to question: SafeText) async throws(TerminalClosed) -> String?
    /// Puts a text in the person's clipboard.
    ///
    /// - Returns: Who took it; nil if no clipboard can be reached.
    func copy(_ text: String) async -> SafeText?
}

/// Output no longer arrives.
package enum TerminalClosed: Error, Equatable {
    /// Nobody reads it, for instance because the output goes to `head`. Not a failure: the console
    /// just ends.
    case readerLeft
    /// It is lost, for instance on a full disk; with the system's reason.
    case lost(String)
}
