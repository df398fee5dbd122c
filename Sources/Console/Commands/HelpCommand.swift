package import ArgumentParser
import Control

/// `help`: all commands, or one of them in full.
package struct HelpCommand: ConsoleCommand {
    package static let configuration = CommandConfiguration(
        commandName: "help", abstract: "List the commands, or explain one.",
        discussion: """
            Examples:
              help
              help order
            """)

    @Argument(help: "The command to explain.")
    var command: String?

    package static let chatPermission: ChatPermission? = .reading

    package static let fields = CommandEntry.fields

    @OptionGroup var listing: ListingOptions

    package init() {}

    package func run(in session: Session) async throws {
        if listing.format != .table {
            return try await session.list(try entries(), as: listing.format)
        }
        guard let command else { return try await session.terminal.write(overview(session)) }
        guard let type = CommandList.command(named: command) else {
            throw ControlFailure(.usage, CommandList.absence(of: command))
        }
        let help = type.helpMessage(columns: HelpWidth.columns(session.terminal.width))
        try await session.terminal.write(SafeText(lines: help.trimmed))
        if let accounts = await able(session) { try await session.terminal.write(accounts) }
    }

    private func entries() throws -> [CommandEntry] {
        guard let command else { return CommandList.entries }
        guard let name = CommandList.command(named: command)?._commandName else {
            throw ControlFailure(.usage, CommandList.absence(of: command))
        }
        return CommandList.entries.filter { $0.name == name }
    }

    /// The accounts that support the command; nil if every account does, or no manager answers.
    private func able(_ session: Session) async -> SafeText? {
        guard let command, Self.operations.contains(command),
            let accounts = try? await session.ask(ListAccounts())
        else { return nil }
        let able = accounts.rows.filter { $0.operations.contains(command) }.map(\.name)
        return able.isEmpty
            ? "No account supports it." : "Supported by: \(able.joined(separator: ", "))."
    }

    /// Commands that not every provider supports.
    private static let operations: Set<String> = [
        "order", "again", "rent", "extend", "refund", "cancel", "resend", "swap", "finish", "wake",
        "reset",
    ]

    private func overview(_ session: Session) -> SafeText {
        let width = CommandList.names.map(\.count).max() ?? 0
        var lines: [SafeText] = []
        for group in CommandList.groups {
            let commands = group.commands.filter { session.objection(to: $0) == nil }
            if commands.isEmpty { continue }
            lines.append("\(group.name)")
            for command in commands {
                let name = command._commandName.padded(toWidth: width, alignment: .left)
                lines.append("  \(name)  \(command.configuration.abstract)")
            }
        }
        lines.append(
            "help COMMAND explains one of them. Every command that prints a result takes --json.")
        return lines.joined(separator: "\n")
    }
}
