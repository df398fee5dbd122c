import ArgumentParser
import Control

/// `offers`: what can be bought.
struct OffersCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "offers", abstract: "Show what can be bought, with prices.",
        discussion: """
            Lists activations of a service, or rentals if no service is given. Pass the first \
            column to order or rent.

            Examples:
              offers
              offers whatsapp --country GB
              offers --services google
            """)

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

    @Flag(help: "List known services, optionally only those that contain a word.")
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
    }

    func run(in session: Session) async throws {
        if services || countries {
            var request = ListCatalogue(kind: services ? "services" : "countries")
            request.account = account
            request.matching = service
            try await session.list(try await session.ask(request), as: listing.format)
        } else {
            var request = ListOffers()
            request.service = service
            request.country = country
            request.account = account
            request.rentals = service == nil
            try await session.list(try await session.ask(request), as: listing.format)
        }
    }
}
