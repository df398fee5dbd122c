import ArgumentParser
import Control

/// `ask`: makes a provider-specific call.
struct AskCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Make a provider-specific call.",
        discussion: """
            With only an account, lists the available calls. Arguments with a name are written \
            name=value, in any order; a date alone is a whole day in UTC. Otherwise the fields are \
            those of the answer.

            Examples:
              ask vsms
              ask vsms transactions from=2026-01-01 to=2026-01-31 page=2
              ask vsms create-webhook https://example.org/sms events=sms.received --yes
              ask pool archive --yes
            """)

    static let otherFields = [OtherFields("without a call", ["what", "takes", "tells"])]

    @Argument(help: "The account.")
    var account: String

    @Argument(help: ArgumentHelp("The call and its arguments.", valueName: "call"))
    var question: [String] = []

    @Flag(help: "Confirm a call that changes something.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let request = AskProvider(
            account: account, what: question.first, words: Array(question.dropFirst()),
            isAgreed: yes)
        let nothing: SafeText =
            question.isEmpty
            ? "The provider of \(account) has no special calls."
            : "Nothing to list."
        try await session.list(
            try await session.ask(request), as: listing.format, nothing: nothing,
            isWhole: question.isEmpty)
    }
}
