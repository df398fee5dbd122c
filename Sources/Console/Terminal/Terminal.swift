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

/// What is written does not arrive any more.
package enum TerminalClosed: Error, Equatable {
    /// Nobody reads it, as when the output goes into `head`. Not a failure: the console just ends.
    case readerLeft
    /// It is lost, as on a full disk; why, in the system's words.
    case lost(String)
}
