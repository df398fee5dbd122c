import Lines
package import Providers

/// What an account sells, as last asked: prices change, so it is kept for a while only.
package struct Catalogue: Sendable {
    /// Countries and services change rarely, rental prices may change any day.
    static let freshness = Duration.hours(6)

    package var countries: [Country] = []
    package var services: [Service] = []
    package var rentals: [RentalOffer] = []
    /// The provider lists nothing, so what a person names is handed on as it is.
    private(set) var isUnlisted = false

    /// Of a provider that lists neither services nor countries.
    static var unlisted: Catalogue {
        var catalogue = Catalogue()
        catalogue.isUnlisted = true
        return catalogue
    }

    var listsAt: Instant?
    var rentalsAt: Instant?

    func hasLists(at now: Instant) -> Bool { Self.isFresh(listsAt, now) && !services.isEmpty }

    func hasRentals(at now: Instant) -> Bool { Self.isFresh(rentalsAt, now) }

    private static func isFresh(_ instant: Instant?, _ now: Instant) -> Bool {
        instant.map { now - $0 < freshness } ?? false
    }

    /// The country a person means by a name, code or provider id.
    package func country(_ text: String) throws(KeeperError) -> Country {
        let wanted = text.lowercased()
        if isUnlisted {
            let code = text.count == 2 ? text.uppercased() : CountryCodes.code(of: text)
            guard let code else {
                throw .unknown(
                    what: "country", name: text, nearest: ["a two-letter code, such as GB"])
            }
            return Country(id: code.lowercased(), name: code, code: code)
        }
        let exact = countries.first {
            $0.id == text || $0.code?.lowercased() == wanted || $0.name.lowercased() == wanted
        }
        if let exact { return exact }
        let beginning = countries.filter { $0.name.lowercased().hasPrefix(wanted) }
        if beginning.count == 1, let only = beginning.first { return only }
        throw .unknown(
            what: "country", name: text,
            nearest: Self.candidates(text, beginning.map(\.name), countries.map(\.name)))
    }

    /// The service a person means by a name or provider id.
    package func service(_ text: String) throws(KeeperError) -> Service {
        let wanted = text.lowercased()
        if isUnlisted { return Service(id: wanted, name: text) }
        let exact =
            services.first { $0.name.lowercased() == wanted } ?? services.first { $0.id == text }
        if let exact { return exact }
        let beginning = services.filter { $0.name.lowercased().hasPrefix(wanted) }
        if beginning.count == 1, let only = beginning.first { return only }
        throw .unknown(
            what: "service", name: text,
            nearest: Self.candidates(text, beginning.map(\.name), services.map(\.name)))
    }

    /// The rental a person means by an id or the beginning of a name.
    package func rental(_ text: String) throws(KeeperError) -> RentalOffer {
        let wanted = text.lowercased()
        if let exact = rentals.first(where: { $0.id == text }) { return exact }
        // Two offers may have one name; then only the id tells them apart.
        let named = rentals.filter { $0.name.lowercased() == wanted }
        if named.count == 1, let only = named.first { return only }
        let beginning = rentals.filter { $0.name.lowercased().hasPrefix(wanted) }
        if beginning.count == 1, let only = beginning.first { return only }
        throw .unknown(
            what: "rental", name: text,
            nearest: Self.candidates(
                text, beginning.map { "\($0.name) (\($0.id))" }, rentals.map(\.name)))
    }

    private static func candidates(_ text: String, _ beginning: [String], _ all: [String])
        -> [String]
    {
        if !beginning.isEmpty { return Array(beginning.prefix(5)) }
        let within = all.filter { $0.lowercased().contains(text.lowercased()) }
        guard within.isEmpty else {
            return Array(within.sorted { $0.count < $1.count }.prefix(3))
        }
        return nearest(text, to: all).map { [$0] } ?? []
    }
}
