extension Console {
    /// Runs the lines of a non-terminal input in order, up to its end or `quit`.
    ///
    /// Blank lines and lines starting with `#` are skipped. A failed command does not prevent the
    /// next from running; its code is remembered.
    ///
    /// - Returns: The exit code of the last command that failed; 0 if none did.
    package func runLines() async -> Int32 {
        let live = LiveDisplay()
        return await withTaskGroup(of: Void.self) { group in
            let session = session(live: live)
            group.addTask { await live.run(in: session) }
            defer { group.cancelAll() }
            var code = ExitCodes.done
            while case .line(let line) = await terminal.readLine(prompt: .empty) {
                switch await run(line: line, in: session) {
                case .ended(let ended): if ended != ExitCodes.done { code = ended }
                case .quit: return code
                case .closed: return code
                }
            }
            return code
        }
    }

    func run(line typed: String, in session: Session) async -> CommandRunner.Verdict {
        var line = typed
        if let pasted = ShellLine(typed) {
            if let home = pasted.home, !isHome(home) {
                await session.terminal.remark(
                    "This console uses another home than \(home). Run the command in a shell.")
                return .ended(ExitCodes.usage)
            }
            line = pasted.command
        }
        return await CommandRunner(session: session).run(line: line)
    }
}
