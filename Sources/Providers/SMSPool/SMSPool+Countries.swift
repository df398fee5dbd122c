import Lines

/// The countries that sell a service.
extension SMSPool {
    /// What is known of their success and stock comes from a second list, which the document does
    /// not have; without it they are still countries to choose from.
    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        let answer = try await ask(.suggestedCountries, [("service", service)])
        let pools: [SuggestedCountry] = try answer.objects().compactMap { entry in
            guard let id = entry.value.text("country_id", "country", "ID"),
                let name = entry.value.text("name")
            else { return nil }
            let country = Country(
                id: id, name: name, code: entry.value.text("short_name").flatMap(code))
            return SuggestedCountry(country: country, price: entry.value.price("price"))
        }
        // A country is listed once per pool that serves it.
        var seen: Set<String> = []
        let cheapestFirst = pools.sorted { left, right in
            guard let price = left.price else { return false }
            return right.price.map { $0.isMore(than: price) } ?? true
        }
        var countries = cheapestFirst.filter { seen.insert($0.country.id).inserted }
        let known = (try? await successRates(of: service)) ?? [:]
        for index in countries.indices {
            guard let told = known[countries[index].country.id] else { continue }
            countries[index].successRate = successRate(in: told)
            countries[index].stock = told.integer("stock").map { Int(clamping: max(0, $0)) }
        }
        var suggested = answer.answer(countries)
        suggested.requests = 2
        return suggested
    }

    /// The list of success by country, by the country's number.
    private func successRates(
        of service: String
    ) async throws(ProviderError) -> [String: JSONValue] {
        let answer = try await ask(.successRates, [("service", service)])
        var rates: [String: JSONValue] = [:]
        for entry in try answer.objects() {
            guard let id = entry.value.text("country_id", "country") else { continue }
            rates[id] = rates[id] ?? entry.value
        }
        return rates
    }
}
