import Lines

/// The catalogue and its prices.
extension VirtualSMS {
    package func countries() async throws(ProviderError) -> Answer<[Country]> {
        let answer = try await ask(.countries)
        return answer.answer(try answer.objects("countries").compactMap(country))
    }

    /// The list of countries contains the services of each, by id only.
    package func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        let answer = try await ask(.services)
        let services: [Service] = try answer.objects("services").compactMap { entry in
            guard let id = entry.text("service_id", "code", "id") else { return nil }
            return Service(id: id, name: entry.text("service_name", "name") ?? id)
        }
        guard let country else { return answer.answer(services) }
        let places = try await ask(.countries)
        let found = try places.objects("countries").first { self.country($0)?.id == country.id }
        guard let found else { throw .unknownCountry }
        guard let sold = found["services"]?.entries, !sold.isEmpty else {
            // If it is missing, nothing is ruled out.
            return answer.answer(services)
        }
        let ids = Set(sold.compactMap { $0.value.text ?? $0.value.text("service_id", "code") })
        return answer.answer(services.filter { ids.contains($0.id) })
    }

    private func country(_ entry: JSONValue) -> Country? {
        guard let id = entry.text("country_id", "iso", "id", "country_code", "country") else {
            return nil
        }
        return Country(
            id: id, name: entry.text("country_name", "name") ?? id,
            code: entry.countryCode("iso", "country_id", "country_code", "id", "country"))
    }

    /// Two requests: the price, which says nothing about stock, and the catalogue, which does. If
    /// the second fails, the first is still an answer.
    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let price = try await price(service: service, country: country)
        let places = try? await stock(of: service).value
        let wanted = country.lowercased()
        let place = places?.first { $0.country.id.lowercased() == wanted }
        return price.map { ActivationOffer(price: $0, stock: place?.count) }
    }

    func price(service: String, country: String) async throws(ProviderError) -> Answer<Money> {
        let answer: VirtualSMSAnswer
        do throws(ProviderError) {
            answer = try await ask(.price, query: [("service", service), ("country", country)])
        } catch  where error.saysUnknownName {
            throw .noPrice
        }
        let entry = answer.inner("price")
        guard let price = entry.price("price", "price_usd", "our_price"), price != .zero else {
            throw answer.unrecognised
        }
        return answer.answer(price)
    }

    /// Countries with numbers in stock, cheapest first.
    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        try await stock(of: service).map { places in
            places.filter { ($0.count ?? 1) > 0 }
                .map {
                    SuggestedCountry(country: $0.country, price: $0.price, stock: $0.count)
                }
        }
    }

    /// A country that sells a service, with its stock.
    struct Stock: Equatable, Sendable {
        var country: Country
        var price: Money?
        /// Nil if it is not given.
        var count: Int?
    }

    /// Every country that sells a service, each once, cheapest first.
    func stock(of service: String) async throws(ProviderError) -> Answer<[Stock]> {
        let answer = try await ask(.catalogue, query: [("service", service)])
        let places: [Stock] = try answer.objects("countries").compactMap { entry in
            guard let country = country(entry) else { return nil }
            return Stock(
                country: country, price: entry.price("price", "our_price", "price_usd"),
                count: entry.count("count"))
        }
        var seen: Set<String> = []
        let cheapestFirst = places.enumerated().sorted { left, right in
            let prices = [left, right].map { $0.element.price?.tenThousandths ?? .max }
            return (prices[0], left.offset) < (prices[1], right.offset)
        }.map(\.element)
        return answer.answer(cheapestFirst.filter { seen.insert($0.country.id).inserted })
    }
}
