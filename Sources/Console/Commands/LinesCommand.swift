import ArgumentParser
import Control

/// `lines`: the numbers held.
struct LinesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "lines", abstract: "List the lines held.",
        discussion: """
            Examples:
              lines
              lines --all --json
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = LineRecord.fields

    @Flag(help: "Also list lines that have ended.")
    var all = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let lines = try await session.ask(ListLines(all: all))
        try await session.list(lines, as: listing.format)
    }
}
