import ArgumentParser
import Control

/// `actions`: the actions and their results.
struct ActionsCommand: ConsoleCommand {
    /// The states of an action.
    enum State: String, CaseIterable, ExpressibleByArgument {
        case pending, running, done, failed, dropped, doubt
    }

    static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List actions and their results, newest first.",
        discussion: """
            Examples:
              actions
              actions --state failed
              actions --drop 31
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = ActionRecord.fields
    static let otherFields = [OtherFields("with `--drop`", Done.fields)]

    @Argument(help: "Only this line.")
    var line: String?

    @Option(help: "Only this state.")
    var state: State?

    @Option(
        help: ArgumentHelp("Maximum number of rows (default 50).", valueName: "count"),
        transform: Count.read)
    var limit = Count(50)

    @Option(
        help: ArgumentHelp("Drop this pending action.", valueName: "action"))
    var drop: Int64?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        if let drop {
            let done = try await session.ask(DropAction(action: drop))
            return try await session.tell(done, as: listing.format)
        }
        var request = ListActions(limit: limit.number)
        request.line = line
        request.state = state?.rawValue
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
