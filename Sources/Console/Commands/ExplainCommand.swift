import ArgumentParser
import Control

/// `explain`: why a message went where it did.
struct ExplainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show how a message was handled.",
        discussion: """
            Every script that ran on it with its decisions, every script that did not run and \
            why, and the result of each forward.

            Example:
              explain 12
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = ExplainedStep.fields

    @Argument(help: "The message's id.")
    var message: Int64

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let explanation = try await session.ask(ExplainMessage(id: message))
        guard listing.format == .table else {
            return try await session.list(explanation.steps, as: listing.format)
        }
        try await session.terminal.write(
            ExplanationCard(explanation: explanation, session: session).text)
    }
}
