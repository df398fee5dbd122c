package import ArgumentParser
import Control
import Lines

/// `help` in a shell, where the process has commands of its own and there is no prompt to leave.
///
/// For a person the parser's own help does; for a program the commands are listed as at the prompt.
package struct ShellHelp {
    /// What is to be printed, or left to the parser.
    package enum Answer: Equatable {
        /// The list a program asked for.
        case listing(String)
        /// A page of the parser's own help: of one command, of all when it is nil.
        case page(String?)
    }

    private let entries: [CommandEntry]

    /// - Parameter own: the commands only the process has.
    package init(own: [any ParsableCommand.Type]) {
        entries =
            CommandList.entries.filter { $0.name != QuitCommand._commandName }
            + own.map { CommandEntry(command: $0, group: "Process") }
    }

    /// - Parameter words: what stands behind `help`.
    /// - Throws: what the parser has to say of them, or `ControlFailure` for a command there is none of.
    package func answer(_ words: [String]) throws -> Answer {
        var parsed = try HelpCommand.parseAsRoot(words)
        guard let help = parsed as? HelpCommand else {
            // What else the parser gives back is its own help, which is thrown when it runs.
            try parsed.run()
            throw CleanExit.helpRequest(parsed)
        }
        let named = try help.command.map { try command($0) }
        guard help.listing.format != .table else { return .page(named?.name) }
        let listing = ListingRenderer(
            format: help.listing.format, now: Instant(unixSeconds: 0)
        ).render(named.map { [$0] } ?? entries, columns: CommandEntry.columns)
        return .listing(listing.text)
    }

    private func command(_ word: String) throws(ControlFailure) -> CommandEntry {
        let name = CommandList.command(named: word)?._commandName ?? word
        if let entry = entries.first(where: { $0.name == name }) { return entry }
        guard name != QuitCommand._commandName else {
            throw ControlFailure(
                .usage, "There is no prompt to leave here: `\(word)` is for the console.")
        }
        throw ControlFailure(.usage, CommandList.absence(of: word, help: "linekeeper --help"))
    }
}
