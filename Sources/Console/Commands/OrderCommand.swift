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

            With --together several services are ordered on one number, for one payment; each \
            becomes a line with its own price. --on orders one more service on the number of a \
            line that has not ended. Few providers sell either.

            Examples:
              order whatsapp GB
              order google US --max-price 0.50 --yes
              order google US --prefer success --area 415
              order telegram FR --try 3 --if-no-code 5m
              order google,whatsapp GB --together
              order telegram --on 7
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields
    static let otherFields = [OtherFields("with `--if-no-code`", CodeRecord.fields)]

    @Argument(help: "The service: name, code or the provider's id.")
    var service: String

    @Argument(help: "The country: name, code or the provider's id.")
    var country: String?

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

    @Option(help: ArgumentHelp("How the code is to come: sms or call.", valueName: "way"))
    var by: CodeWay?

    @Flag(help: "Order several services, such as google,whatsapp, on one number.")
    var together = false

    @Option(
        help: ArgumentHelp("Order the service on the number of this line.", valueName: "line"))
    var on: String?

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
        guard (country == nil) == (on != nil) else {
            throw ValidationError(
                on == nil
                    ? "Give a country, such as `order \(service) GB`."
                    : "--on orders on a number you hold: leave out the country.")
        }
        try validateSharing()
    }

    /// Several services on one number have no choice of offers, and no tries.
    private func validateSharing() throws {
        guard together || on != nil else { return }
        guard !together || on == nil else {
            throw ValidationError("Give --together or --on, not both.")
        }
        guard tries.number == 1, ifNoCode == nil, prefer == nil, area == nil, by == nil,
            on == nil || pool == nil && account == nil
        else {
            throw ValidationError(
                "--\(together ? "together" : "on") goes with \(together ? "--account, --pool, " : "")"
                    + "--max-price and --yes only.")
        }
        guard !together || services.count > 1 else {
            throw ValidationError("Give several services, such as google,whatsapp.")
        }
    }

    private var services: [String] {
        together
            ? service.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
            : [service]
    }

    private var request: OrderActivation {
        var order = OrderActivation(service: services[0], country: country ?? "")
        order.account = account
        order.pool = pool
        order.maxPrice = maxPrice?.decimal
        order.prefer = prefer?.rawValue
        order.area = area
        order.kind = by?.rawValue
        order.more = together ? Array(services.dropFirst()) : nil
        order.line = on
        return order
    }

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try await consent.mustBePossible(
            for: CheckPurchase(
                on != nil || together ? "share" : by == .call ? "call" : "order", account: account))
        let order = request
        let quote = try await session.ask(QuoteActivation(order, tries: tries.number))
        let tried = OrderTries(
            session: session, order: order, quote: quote, limit: maxPrice, count: tries.number,
            patience: ifNoCode, format: listing.format)
        _ = try await consent.toBuy(quote, limit: maxPrice, more: tried.terms)
        try await tried.run()
    }
}
