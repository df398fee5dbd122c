import ArgumentParser
import Control

/// `again`: orders the number of an ended line again.
struct AgainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "again", abstract: "Order the number of an ended line once more.",
        discussion: """
            For another code of the same service, where the provider sells a number again. It becomes a \
            line of its own. Says what it will cost and asks before it buys. While a line is not over, \
            resend asks for another code on it.

            Example:
              again 7
            """)

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
