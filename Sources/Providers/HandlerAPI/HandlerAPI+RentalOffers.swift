import Lines
import Transport

/// The rental offers. Each request covers one country and one number of hours, so only a few are
/// made: everything in the protocol's first country, and any other offer by its name.
extension HandlerAPI {
    private static let firstCountry = "0"
    private static let durations = [1, 7, 30]

    package func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        try await offers(in: Self.firstCountry)
    }

    package func rentalOffer(_ id: String) async throws(ProviderError) -> Answer<RentalOffer?> {
        try offered(.rent)
        guard let ware = HandlerAPIRentable(id) else { return Answer(nil) }
        return try await offers(in: ware.country).map { all in all.first { $0.id == id } }
    }

    private func offers(in country: String) async throws(ProviderError) -> Answer<[RentalOffer]> {
        var names: [String] = []
        var prices: [String: [Int: Money]] = [:]
        var time: Instant?
        for days in Self.durations {
            let answer = try await ask(
                .rentables,
                [(dialect.hoursField, String(days * 24)), ("country", country)])
            time = answer.reply.date
            if answer.isEmpty { continue }
            guard answer.word == nil, let services = answer.json["services"]?.entries else {
                throw answer.unrecognised
            }
            for entry in services {
                // The older form has a bare number.
                let figure = entry.value.first(of: ["cost", "price"]) ?? entry.value
                guard let price = answer.price(figure) else { continue }
                if prices[entry.key] == nil { names.append(entry.key) }
                prices[entry.key, default: [:]][days] = price
            }
        }
        let place = HandlerAPICountry.country(country).name
        return Answer(
            names.map { service in
                let ware = HandlerAPIRentable(country: country, service: service)
                return RentalOffer(
                    id: ware.offer,
                    name: ware.isFull ? "\(place), any service" : "\(place), \(service) only",
                    region: place, country: HandlerAPICountry.code(of: country),
                    prices: prices[service] ?? [:], isExtendable: true,
                    refundTerms: Self.refundTerms)
            }, providerTime: time)
    }
}
