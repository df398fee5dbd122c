import ArgumentParser
import Control

/// `wake`: makes a sleeping rental listen.
struct WakeCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake", abstract: "Wake a sleeping rental.",
        discussion: """
            Example:
              wake 7 --for 2h
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it should listen, \(Span.examples).", valueName: "span"),
        transform: Span.read)
    var length: Span?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var order = ActOnLine(kind: "wake", line: line)
        order.seconds = length?.seconds
        try await OutcomeReport(session: session).tell(
            try await session.ask(order), as: listing.format)
    }
}
