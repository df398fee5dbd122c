import ArgumentParser
import Control

/// `again`: orders the number of an ended line again.
struct AgainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "again", abstract: "Order the number of an ended line again.",
        discussion: """
            For another code of the same service, if the provider sells the number again. It \
            becomes a new line. Shows the price and asks before buying. Use resend to request \
            another code on a line that has not ended.

            Example:
              again 7
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Flag(name: .shortAndLong, help: "Buy without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try consent.mustBePossible()
        let quote = try await session.ask(QuoteAgain(line: line))
        var order = OrderAgain(line: line)
        order.maxPrice = try await consent.toBuy(quote)
        let outcome = try await session.ask(order)
        try await OutcomeReport(session: session).tellPurchase(outcome, as: listing.format)
    }
}
