import ArgumentParser
import Control

/// `swap`: exchanges the number of a line.
struct SwapCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap", abstract: "Exchange the number of a line for another.",
        discussion: """
            If the provider supports it; the line keeps its id, label and history.

            Example:
              swap 7
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let outcome = try await session.ask(ActOnLine(kind: "swap", line: line))
        try await OutcomeReport(session: session).tell(outcome, as: listing.format)
    }
}
