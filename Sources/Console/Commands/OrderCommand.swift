import ArgumentParser
import Control

/// `order`: buys a number for one code.
struct OrderCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Order a number for one code of a service.",
        discussion: """
            Shows the price and asks before buying. Give services and countries by name, code or \
            provider id.

            Examples:
              order whatsapp GB
              order google US --max-price 0.50 --yes
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The service: name, code or the provider's id.")
    var service: String

    @Argument(help: "The country: name, code or the provider's id.")
    var country: String

    @Option(help: "From this account.")
    var account: String?

    @Option(help: "From this pool of the provider.")
    var pool: String?

    @Option(
        help: ArgumentHelp("Maximum price, such as 0.50.", valueName: "price"),
        transform: Price.read)
    var maxPrice: Price?

    @Flag(name: .shortAndLong, help: "Buy without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try consent.mustBePossible()
        var order = OrderActivation(service: service, country: country)
        order.account = account
        order.pool = pool
        order.maxPrice = maxPrice?.decimal
        let quote = try await session.ask(QuoteActivation(order))
        order.maxPrice = try await consent.toBuy(quote, limit: maxPrice)
        let outcome = try await session.ask(order)
        try await OutcomeReport(session: session).tellPurchase(outcome, as: listing.format)
    }
}
