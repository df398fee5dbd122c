/// The source of lines: a person or a file. Used only on the terminal's thread.
protocol Keyboard: AnyObject {
    /// Blocks until there is a line. Meanwhile writes the output that `queue` receives.
    func readLine(prompt: String, isRemembered: Bool, queue: TerminalQueue) -> LineInput

    /// Blocks until `queue` has work. Resets the alarm before checking for work, so that work added
    /// later sets it off again.
    func idle(queue: TerminalQueue)

    /// Restores the terminal to its original state.
    func close()
}
