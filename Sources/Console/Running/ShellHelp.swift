package import ArgumentParser
import Control
import Lines

/// `help` in a shell, where the process has commands of its own and there is no prompt to leave.
///
/// A person gets the parser's own help; a program gets the list of commands, as at the prompt.
package struct ShellHelp {
    /// The text to print, or a page left to the parser.
    package enum Answer: Equatable {
        /// The list requested by a program.
        case listing(String)
        /// A page of the parser's own help: about one command, or about all if nil.
        case page(String?)
    }

    private let entries: [CommandEntry]

    /// - Parameter all: the commands of the process, with or without those of the console.
    package init(own all: [any ParsableCommand.Type]) {
        let own = all.filter { !CommandList.names.contains($0._commandName) }
        entries =
            CommandList.entries.filter { $0.name != QuitCommand._commandName }
            + own.map { CommandEntry(command: $0, group: "Process") }
    }

    /// - Parameter words: the words after `help`.
    /// - Throws: the parser's error about them, or `ControlFailure` for an unknown command.
    package func answer(_ words: [String]) throws -> Answer {
        var parsed = try HelpCommand.parseAsRoot(words)
        guard let help = parsed as? HelpCommand else {
            // Anything else the parser returns is its own help, which is thrown when run.
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
                .usage, "`\(word)` only works in the console.")
        }
        throw ControlFailure(.usage, CommandList.absence(of: word, help: "linekeeper --help"))
    }
}
