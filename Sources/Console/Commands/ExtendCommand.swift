import ArgumentParser
import Control

/// `extend`: pays for more days of a rental.
struct ExtendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend", abstract: "Extend a rental by some days.",
        discussion: """
            Shows the price and asks before buying.

            Examples:
              extend 7 30
              extend bank 7 --yes
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Argument(help: "The number of days.", transform: Days.read)
    var days: Days

    @Flag(name: .shortAndLong, help: "Buy without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try consent.mustBePossible()
        let quote = try await session.ask(QuoteExtension(line: line, days: days.count))
        var order = ActOnLine(kind: "extend", line: line, days: days.count)
        order.maxPrice = try await consent.toBuy(quote)
        try await OutcomeReport(session: session).tell(
            try await session.ask(order), as: listing.format)
    }
}
