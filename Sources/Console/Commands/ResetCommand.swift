import ArgumentParser
import Control

/// `reset`: restarts the port of a rental that no longer receives.
struct ResetCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Restart the port of a rental that no longer receives.",
        discussion: """
            The provider restarts the port that holds the number. It receives nothing for up to \
            three minutes, and then the plan switches it on again. It costs nothing.

            Example:
              reset 7
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let record = try await session.ask(ResetLine(line: line))
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        try await session.terminal.write(
            "Line \(record.id), \(record.spokenName), was reset. It may take three minutes to "
                + "receive again.")
    }
}
