import ArgumentParser
import Control

/// `line`: everything about one line.
struct LineCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "line", abstract: "Show everything about one line.",
        discussion: """
            Give a line by its id, its number, the ending of its number, or its label. --json and \
            --csv give the fields of lines.

            Examples:
              line 7
              line 0123
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let detail = try await session.ask(ShowLine(line: line))
        guard listing.format == .table else {
            return try await session.list([detail.line], as: listing.format)
        }
        try await session.terminal.write(LineCard(detail: detail, session: session).text)
    }
}
