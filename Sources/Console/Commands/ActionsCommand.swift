import ArgumentParser
import Control

/// `actions`: what was decided, and how it went.
struct ActionsCommand: ConsoleCommand {
    /// The states an action can be in.
    enum State: String, CaseIterable, ExpressibleByArgument {
        case pending, running, done, failed, doubt
    }

    static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List what was decided and how it went, newest first.",
        discussion: """
            Examples:
              actions
              actions --state failed
            """)

    static let fields = ActionRecord.fields

    @Argument(help: "Only those of this line.")
    var line: String?

    @Option(help: "Only those in this state.")
    var state: State?

    @Option(help: ArgumentHelp("How many at most.", valueName: "count"))
    var limit = Count(50)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListActions(limit: limit.number)
        request.line = line
        request.state = state?.rawValue
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
