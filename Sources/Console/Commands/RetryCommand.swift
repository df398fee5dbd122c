import ArgumentParser
import Control

/// `retry`: retries failed actions.
struct RetryCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Retry a failed action, all failed forwards, or a message.",
        discussion: """
            actions --state failed lists actions. The scripts that failed on a message run again; \
            decisions of other scripts stand.

            Examples:
              retry 31
              retry --all
              retry --message 17
            """)

    static let fields = Done.fields

    @Argument(help: "The action's id.")
    var action: Int64?

    @Flag(help: "All failed forwards.")
    var all = false

    @Option(help: ArgumentHelp("The message on which scripts failed.", valueName: "id"))
    var message: Int64?

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        if [action != nil, all, message != nil].count(where: { $0 }) != 1 {
            throw ValidationError("Give either an action's id, --all or --message.")
        }
    }

    func run(in session: Session) async throws {
        let done =
            if let message {
                try await session.ask(HandOnMessage(message: message))
            } else {
                try await session.ask(RetryActions(id: action))
            }
        try await session.tell(done, as: listing.format)
    }
}
