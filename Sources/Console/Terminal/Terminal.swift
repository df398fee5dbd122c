/// Where a command's words go, and where its questions are answered.
package protocol Terminal: Sendable {
    /// The columns of the screen; nil when results do not go to one, and nothing is to be cut.
    var width: Int? { get }
    /// Whether headings may be bold.
    var isStyled: Bool { get }
    /// Whether somebody is there to answer a question.
    var canAnswer: Bool { get }

    /// Writes what was asked for, and ends the line.
    func write(_ text: Printable) async throws(TerminalClosed)
    /// Writes what is meant for the person and not for a program that reads the results.
    func remark(_ text: Printable) async
    /// Asks and waits; nil when there is no answer.
    func answer(to question: Printable) async throws(TerminalClosed) -> String?
}

/// Nobody reads what is written any more, as when the output went into `head`. Not a failure: the
/// console just ends.
package struct TerminalClosed: Error {
    package init() {}
}
