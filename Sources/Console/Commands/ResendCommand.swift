import ArgumentParser
import Control

/// `resend`: asks for another code on the same number.
struct ResendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Wait for another code on the same number.",
        discussion: """
            Nothing is known to be charged for it; should a provider do so, spend says it. Once the line \
            is over, again orders its number once more where that is sold.

            Example:
              resend 7
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let outcome = try await session.ask(ActOnLine(kind: "resend", line: line))
        try await Outcome(session: session).tell(outcome, as: listing.format)
    }
}
