import ArgumentParser
import Control

/// `actions`: the actions and their results.
struct ActionsCommand: ConsoleCommand {
    /// The states of an action.
    enum State: String, CaseIterable, ExpressibleByArgument {
        case pending, running, done, failed, dropped, doubt
    }

    static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List what was decided and how it went, newest first.",
        discussion: """
            Examples:
              actions
              actions --state failed
              actions --drop 31
            """)

    static let fields = ActionRecord.fields
    static let otherFields = [OtherFields("with `--drop`", Done.fields)]

    @Argument(help: "Only those of this line.")
    var line: String?

    @Option(help: "Only those in this state.")
    var state: State?

    @Option(
        help: ArgumentHelp("How many at most. Without it: 50.", valueName: "count"),
        transform: Count.read)
    var limit = Count(50)

    @Option(
        help: ArgumentHelp("Give up this action, which waits for its time.", valueName: "action"))
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
