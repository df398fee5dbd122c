import ArgumentParser
import Control

/// `inbox`: the messages received.
struct InboxCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "List messages, newest first.",
        discussion: """
            Examples:
              inbox
              inbox bank --since 1d
              inbox --route bank --limit 5 --json
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = MessageRecord.fields

    @Argument(help: "Only this line.")
    var line: String?

    @Option(
        help: ArgumentHelp("Only from the last SPAN, such as 10m or 1d.", valueName: "span"),
        transform: Span.read)
    var since: Span?

    @Option(
        help: ArgumentHelp("Maximum number of rows (default 50).", valueName: "count"),
        transform: Count.read)
    var limit = Count(50)

    @Option(help: "Only this sender.")
    var sender: String?

    @Option(help: "Only this route.")
    var route: String?

    @Option(help: "Only this tag.")
    var tag: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListMessages(limit: limit.number)
        request.line = line
        request.sinceSeconds = since?.seconds
        request.sender = sender
        request.route = route
        request.tag = tag
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
