import ArgumentParser
import Control

/// `ask`: makes a provider-specific call.
struct AskCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a provider for something only it has.",
        discussion: """
            With an account alone, what there is to ask. With a question, the fields are those of its answer.

            Examples:
              ask vsms
              ask vsms transactions
              ask many cancel-all --yes
            """)

    static let otherFields = [OtherFields("without a question", ["what", "takes", "tells"])]

    @Argument(help: "The account.")
    var account: String

    @Argument(help: "What to ask, and what that takes.")
    var question: [String] = []

    @Flag(help: "Agree to what changes something.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let request = AskProvider(
            account: account, what: question.first, words: Array(question.dropFirst()),
            isAgreed: yes)
        let nothing: SafeText =
            question.isEmpty
            ? "The provider of \(account) has nothing that only it can be asked."
            : "The provider of \(account) has nothing to list there."
        try await session.list(
            try await session.ask(request), as: listing.format, nothing: nothing)
    }
}
