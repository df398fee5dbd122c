import ArgumentParser
import Control

/// `ask`: what only one provider has.
struct AskCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a provider for something only it has.",
        discussion: """
            With an account alone, what there is to ask.

            Examples:
              ask vsms
              ask vsms transactions
              ask many cancel-all --yes
            """)

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
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
