package import Lines
package import Providers

/// What an account sells. It is kept only for a while, because prices change.
package struct Catalogue: Sendable {
    /// Countries and services change rarely, rental prices may change any day.
    static let freshness = Duration.hours(6)

    package var countries: [Country]
    package var services: [Service]
    package var rentals: [RentalOffer]
    /// The provider publishes no catalogue, so a person's words are passed on unchanged.
    package private(set) var isUnlisted = false

    package init(
        countries: [Country] = [], services: [Service] = [], rentals: [RentalOffer] = []
    ) {
        self.countries = countries.map(CountryCodes.complete)
        self.services = services
        self.rentals = rentals
    }

    /// The catalogue of a provider that lists neither services nor countries.
    package static var unlisted: Catalogue {
        var catalogue = Catalogue()
        catalogue.isUnlisted = true
        return catalogue
    }

    package var listsAt: Instant?
    package var rentalsAt: Instant?

    package func hasLists(at now: Instant) -> Bool {
        Self.isFresh(listsAt, now) && !services.isEmpty
    }

    package func hasRentals(at now: Instant) -> Bool { Self.isFresh(rentalsAt, now) }

    private static func isFresh(_ instant: Instant?, _ now: Instant) -> Bool {
        instant.map { now - $0 < freshness } ?? false
    }
}
