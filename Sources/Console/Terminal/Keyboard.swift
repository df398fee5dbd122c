/// How a line is got from the person or the file that writes it. Lives on the terminal's thread.
protocol Keyboard: AnyObject {
    /// Blocks until there is a line, writing meanwhile whatever `desk` is given to write.
    func readLine(prompt: String, isRemembered: Bool, desk: TerminalDesk) -> LineInput

    /// Blocks until `desk` has something to do. Takes back the alarm before it looks at what it was for:
    /// what comes after that look sets it off anew.
    func idle(desk: TerminalDesk)

    /// Leaves the terminal as it was found.
    func close()
}
