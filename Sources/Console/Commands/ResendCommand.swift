import ArgumentParser
import Control

/// `resend`: requests another code on the same number.
struct ResendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Request another code on the same number.",
        discussion: """
            Usually free. If the provider quotes a price, --max-price is required; a higher \
            charge is reported. Use again to order the number of an ended line.

            Examples:
              resend 7
              resend 7 --max-price 0.20
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Option(
        help: ArgumentHelp(
            "Maximum price; without it only a free code is requested.", valueName: "price"),
        transform: Price.read)
    var maxPrice: Price?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var order = ActOnLine(kind: "resend", line: line)
        order.maxPrice = maxPrice?.decimal
        let outcome = try await session.ask(order)
        try await OutcomeReport(session: session).tell(outcome, as: listing.format)
    }
}
