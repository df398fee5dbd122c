import ArgumentParser
import Control

/// `code`: prints a code and nothing else.
struct CodeCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Print the latest code of a line, or wait for one.",
        discussion: """
            Prints only the code, so it can be piped into another program. With --wait a sleeping \
            line is woken, and codes older than half a minute are ignored. Fails if no code comes \
            in time.

            Examples:
              code
              code 7 --wait 2m
            """)

    static let fields = CodeRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String?

    @Option(
        help: ArgumentHelp("How long to wait, \(Span.examples).", valueName: "span"),
        transform: Span.read)
    var wait: Span?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let found = try await session.ask(AwaitCode(line: line, seconds: wait?.seconds ?? 0))
        guard listing.format == .table else {
            return try await session.list([found], as: listing.format)
        }
        try await session.terminal.write("\(found.code)")
    }
}
