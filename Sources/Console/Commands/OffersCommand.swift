import ArgumentParser
import Control

/// `offers`: what can be bought.
struct OffersCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "offers", abstract: "Show what can be bought, with prices.",
        discussion: """
            Lists activations of a service, or rentals if no service is given. Pass the first \
            column to order or rent. Activations come best first: by their price divided by the \
            chance of a code (PER CODE), or by what --prefer names. SUCCESS is what the provider \
            reports, OWN are your own orders: 3 of 4 received an SMS.

            Examples:
              offers
              offers whatsapp --country GB
              offers google --country US --pools --prefer success
              offers --services --country canada
              offers --services google
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = OfferRecord.fields
    static let otherFields = [
        OtherFields("with `--services` or `--countries`", CatalogueRecord.fields)
    ]

    @Argument(help: "A service: name, code or the provider's id.")
    var service: String?

    @Option(help: "Only this country: name, code or the provider's id.")
    var country: String?

    @Option(help: "Only this account.")
    var account: String?

    @Flag(help: "List rentals.")
    var rentals = false

    @Flag(help: "List each pool of a service in a country, for --pool of order.")
    var pools = false

    @Option(
        help: ArgumentHelp(
            "Stock and success of the next pools, where they are asked for page by page.",
            valueName: "page"), transform: Count.read)
    var page: Count?

    @Option(help: "What activations are ranked by: price or success.")
    var prefer: Preference?

    @Flag(
        help: """
            List known services, optionally only those that contain a word; with --country those \
            sold there, with prices.
            """)
    var services = false

    @Flag(help: "List known countries, optionally only those that contain a word.")
    var countries = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        guard [rentals, services, countries].count(where: { $0 }) <= 1 else {
            throw ValidationError(
                "Use only one of --rentals, --services and --countries.")
        }
        if rentals && service != nil {
            throw ValidationError(
                "--rentals cannot be combined with a service.")
        }
        if pools && (service == nil || country == nil) {
            throw ValidationError("--pools needs a service and --country.")
        }
        if page != nil && !pools {
            throw ValidationError("--page goes with --pools.")
        }
        if countries && country != nil {
            throw ValidationError("Use only one of --countries and --country.")
        }
    }

    func run(in session: Session) async throws {
        if countries || services && (country == nil || service != nil) {
            var request = ListCatalogue(kind: services ? "services" : "countries")
            request.account = account
            request.matching = service
            try await session.list(try await session.ask(request), as: listing.format)
        } else {
            var request = ListOffers()
            request.service = service
            request.country = country
            request.account = account
            request.rentals = service == nil && !services
            request.pools = pools ? true : nil
            request.page = page?.number
            request.services = services ? true : nil
            request.prefer = prefer?.rawValue
            try await session.list(try await session.ask(request), as: listing.format)
        }
    }
}
