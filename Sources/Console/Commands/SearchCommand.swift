import ArgumentParser
import Control

/// `search`: messages by their words.
struct SearchCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find messages by words in their text or sender.",
        discussion: """
            All words must be there.

            Examples:
              search mybank code
              search invoice --since 30d --line bank
            """)

    static let fields = MessageRecord.fields

    @Argument(help: "The words.")
    var words: [String]

    @Option(help: "Only messages of this line.")
    var line: String?

    @Option(
        help: ArgumentHelp("Only those of the last so long, \(Span.examples).", valueName: "span"))
    var since: Span?

    @Option(help: ArgumentHelp("How many at most.", valueName: "count"))
    var limit = Count(50)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListMessages(limit: limit.number)
        request.words = words.joined(separator: " ")
        request.line = line
        request.sinceSeconds = since?.seconds
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
