import ArgumentParser
import Control

/// `rent`: buys a number for a number of days.
struct RentCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "rent", abstract: "Rent a number for some days.",
        discussion: """
            Shows the price and asks before buying. offers lists the offers with their days. If \
            several accounts are configured, the one with the offer is used; if more than one has \
            it, choose with --account.

            Examples:
              rent 6 30
              rent 7 14 --service WhatsApp --yes
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The offer's id, or the beginning of its name.")
    var offer: String

    @Argument(help: "The number of days.", transform: Days.read)
    var days: Days

    @Option(help: "The service, if the offer requires one.")
    var service: String?

    @Option(help: "From this account.")
    var account: String?

    @Flag(name: .shortAndLong, help: "Buy without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try await consent.mustBePossible(for: CheckPurchase("rent", account: account))
        var order = RentLine(offer: offer, days: days.count)
        order.service = service
        order.account = account
        let quote = try await session.ask(QuoteRental(order))
        order.maxPrice = try await consent.toBuy(quote)
        // The account in the quote: by now another one may know the offer's id as something else.
        order.account = quote.account
        let outcome = try await session.ask(order)
        try await OutcomeReport(session: session).tellPurchase(outcome, as: listing.format)
    }
}
