import Lines

/// The lists for choosing: numbers by the price they are offered at, and success by country.
extension HandlerAPIEmulator {
    /// `getPricesExtended`: most numbers at the list price, fewer at half as much again.
    func listFreePrices(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let service = try catalogue.service(request)
        let country = try catalogue.country(request)
        let pair = HandlerAPICatalogue.Pair(country: country, service: service)
        guard let price = catalogue.offers[pair]?.price else { return .object([]) }
        let count = stock[pair, default: 0]
        let dearer = Money(
            tenThousandths: price.tenThousandths * 3 / 2, currency: price.currency)
        var entry: JSON = [
            "cost": HandlerAPIWire.number(price), "count": .int(count),
            "physicalCount": .int(count),
        ]
        if request.value("freePrice") == "true" {
            entry = entry.with([
                "freePriceMap": .object([
                    JSON.Member(price.decimal, .int(count)),
                    JSON.Member(dearer.decimal, .int(count / 4)),
                ])
            ])
        }
        return .object([JSON.Member(country.id, .object([JSON.Member(service.code, entry)]))])
    }

    /// `getListOfTopCountriesByService`: the countries that sell most, with their share of the
    /// orders and the percentage that succeeded.
    func listRates(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        guard let service = try? catalogue.service(request) else {
            throw HandlerAPIRefusal("WRONG_SERVICE")
        }
        let length = request.value("length").flatMap(Int.init) ?? 10
        let sold = catalogue.offers.filter { $0.key.service == service }
            .sorted { $0.value.stock > $1.value.stock }
        return .array(
            sold.prefix(max(0, length)).enumerated().map { rank, offer in
                [
                    "country": .number(offer.key.country.id), "share": .int(40 / (rank + 1)),
                    "rate": .int(offer.value.successRate),
                ]
            })
    }
}
