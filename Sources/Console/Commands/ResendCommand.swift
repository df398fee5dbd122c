import ArgumentParser
import Control

/// `resend`: requests another code on the same number.
struct ResendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Wait for another code on the same number.",
        discussion: """
            Most providers charge nothing for it. Where one says that it costs something, it is asked for \
            only with --max-price; should more be taken, that is told. Once the line is over, again orders \
            its number once more where that is sold.

            Examples:
              resend 7
              resend 7 --max-price 0.20
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Option(
        help: ArgumentHelp(
            "The most it may cost; without it only a free one is asked for.", valueName: "price"),
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
