import Lines

/// The price list in its three forms: of a country, of a service, and of a service in a country.
extension SMS1001 {
    /// Everything sold in a country, given its code, name or slug.
    package func prices(
        country: String
    ) async throws(ProviderError) -> Answer<[SMS1001Market]> {
        let answer = try await ask(.pricing, [("country", country)])
        let place = answer.data
        let name = place.text("country") ?? country
        let found = Country(
            id: place.text("countrySlug") ?? country, name: name,
            code: answer.code(of: place, "countryCode"))
        var markets: [SMS1001Market] = []
        for entry in try answer.objects("services") {
            guard let slug = entry.text("service") else { continue }
            let service = Service(id: slug, name: entry.text("serviceName") ?? slug)
            markets.append(
                SMS1001Market(country: found, service: service, prices: prices(of: entry)))
        }
        return answer.answer(markets)
    }

    /// The countries that sell a service, given its slug.
    package func prices(
        service: String
    ) async throws(ProviderError) -> Answer<[SMS1001Market]> {
        let answer = try await ask(.pricing, [("service", service)])
        let slug = answer.data.text("service") ?? service
        let found = Service(id: slug, name: answer.data.text("serviceName") ?? slug)
        var markets: [SMS1001Market] = []
        for entry in try answer.objects("countries") {
            guard let name = entry.text("country") else { continue }
            let code = answer.code(of: entry, "countryCode")
            let country = Country(
                id: entry.text("countrySlug") ?? code ?? name, name: name, code: code)
            markets.append(
                SMS1001Market(country: country, service: found, prices: prices(of: entry)))
        }
        return answer.answer(markets)
    }

    /// The price of each operator for one service in one country, cheapest first.
    package func prices(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[SMS1001Price]> {
        let answer = try await ask(.pricing, [("country", country), ("service", service)])
        guard case .array? = answer.data["operators"] else { throw answer.unrecognised }
        return answer.answer(prices(of: answer.data))
    }

    /// An unreadable price is left out: the others can still be bought.
    private func prices(of market: JSONValue) -> [SMS1001Price] {
        (market.entries("operators") ?? []).compactMap { SMS1001Price($0.value) }
            .sorted { SMS1001Price.isBetter($0, than: $1) }
    }
}
