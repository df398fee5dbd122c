import ArgumentParser
import Control

/// `finish`: ends an activation that has done its work.
struct FinishCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "End an activation that has its code.",
        discussion: """
            Example:
              finish 7
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let outcome = try await session.ask(ActOnLine(kind: "finish", line: line))
        try await OutcomeReport(session: session).tell(outcome, as: listing.format)
    }
}
