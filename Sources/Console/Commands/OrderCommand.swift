import ArgumentParser
import Control

/// `order`: buys a number for one code.
struct OrderCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Order a number for one code of a service.",
        discussion: """
            Shows the price and asks before buying. Give services and countries by name, code or \
            provider id. Of several accounts the one with the lowest price per code is used, as \
            in offers, or what --prefer names. With --try the next offer is taken if one is sold \
            out, refused or dearer than shown; never if it is unknown whether one was bought. With \
            --if-no-code a number without a code after that time is cancelled, and the next try \
            begins once the money is back. Leaving meanwhile ends the tries and keeps the number.

            Examples:
              order whatsapp GB
              order google US --max-price 0.50 --yes
              order google US --prefer success --area 415
              order telegram FR --try 3 --if-no-code 5m
            """)

    static let fields = LineRecord.fields
    static let otherFields = [OtherFields("with `--if-no-code`", CodeRecord.fields)]

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

    @Option(help: "What to choose by: price or success.")
    var prefer: Preference?

    @Option(help: ArgumentHelp("A number with this area code, such as 415.", valueName: "code"))
    var area: String?

    @Option(
        name: .customLong("try"),
        help: ArgumentHelp("Try up to 2 or 3 offers until one is bought.", valueName: "count"),
        transform: Tries.read)
    var tries = Tries(1)

    @Option(
        help: ArgumentHelp(
            "Wait for the code, and cancel without one after SPAN, such as 5m.", valueName: "span"),
        transform: Span.read)
    var ifNoCode: Span?

    @Flag(name: .shortAndLong, help: "Buy without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        guard area?.allSatisfy({ $0.isASCII && $0.isNumber }) ?? true else {
            throw ValidationError("Give an area code as digits, such as 415.")
        }
        guard ifNoCode.map({ $0.seconds <= OrderTries.longestPatience }) ?? true else {
            throw ValidationError("--if-no-code waits for an hour at most.")
        }
        guard pool == nil || tries.number == 1 || ifNoCode != nil else {
            throw ValidationError("--pool names one offer: leave it out, or leave out --try.")
        }
    }

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try consent.mustBePossible()
        var order = OrderActivation(service: service, country: country)
        order.account = account
        order.pool = pool
        order.maxPrice = maxPrice?.decimal
        order.prefer = prefer?.rawValue
        order.area = area
        let quote = try await session.ask(QuoteActivation(order, tries: tries.number))
        let tried = OrderTries(
            session: session, order: order, quote: quote, limit: maxPrice, count: tries.number,
            patience: ifNoCode, format: listing.format)
        _ = try await consent.toBuy(quote, limit: maxPrice, more: tried.terms)
        try await tried.run()
    }
}
