import ArgumentParser
import Control

/// `retry`: tries again what gave up.
struct RetryCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try a failed action again, or all failed forwards.",
        discussion: """
            actions --state failed lists them.

            Examples:
              retry 31
              retry --all
            """)

    static let fields = Done.fields

    @Argument(help: "The action's id.")
    var action: Int64?

    @Flag(help: "All failed forwards.")
    var all = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        if (action == nil) != all {
            throw ValidationError("Give either an action's id or --all.")
        }
    }

    func run(in session: Session) async throws {
        let done = try await session.ask(RetryActions(id: action))
        try await session.tell(done, as: listing.format)
    }
}
