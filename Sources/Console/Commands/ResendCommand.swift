import ArgumentParser
import Control
import Lines

/// `resend`: requests another code on the same number.
struct ResendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Request another code on the same number.",
        discussion: """
            Usually free. If it costs something, or the provider does not tell its price in a known \
            form, it shows that and asks first. Use again to order the number of an ended line.

            Examples:
              resend 7
              resend 7 --yes
              resend 7 --max-price 0.20
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Option(
        help: ArgumentHelp(
            "Maximum price, such as 0.20; it is not asked about.", valueName: "price"),
        transform: Price.read)
    var maxPrice: Price?

    @Flag(name: .shortAndLong, help: "Pay without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var order = ActOnLine(kind: "resend", line: line)
        order.maxPrice = maxPrice?.decimal
        if maxPrice == nil { try await agree(to: &order, in: session) }
        let outcome = try await session.ask(order)
        try await OutcomeReport(session: session).tell(outcome, as: listing.format)
    }

    /// Shows the price and asks, unless it is free.
    private func agree(to order: inout ActOnLine, in session: Session) async throws {
        let quote = try await session.ask(QuoteResend(line: line))
        let price = quote.price.flatMap { Money(decimal: $0) }
        // A provider that tells no price, without a remark about it, takes none.
        guard price.map({ !$0.isNothing }) ?? (quote.note != nil) else { return }
        order.maxPrice = try await Consent(session: session, isGiven: yes).toBuy(quote)
        order.anyPrice = order.maxPrice == nil ? true : nil
    }
}
