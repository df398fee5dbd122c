import Lines

/// The catalogue, in the terms common to all providers.
extension SMS1001 {
    /// A country's id is its slug: some countries that are sold separately share a code.
    package func countries() async throws(ProviderError) -> Answer<[Country]> {
        let answer = try await ask(.countries)
        return answer.answer(
            try answer.objects().compactMap { entry in
                let code = answer.code(of: entry, "code")
                guard let name = entry.text("name"), let id = entry.text("slug") ?? code else {
                    return nil
                }
                return Country(
                    id: id, name: name, code: code,
                    region: entry.text("continent").map(region))
            })
    }

    package func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        if let country {
            let markets = try await prices(country: country.id)
            return Answer(
                markets.value.filter { !$0.prices.isEmpty }.map(\.service),
                providerTime: markets.providerTime)
        }
        let answer = try await ask(.services)
        return answer.answer(
            try answer.objects().compactMap { entry in
                guard let slug = entry.text("slug") else { return nil }
                return Service(id: slug, name: entry.text("name") ?? slug)
            })
    }

    /// The cheapest operator with numbers in stock; if all are sold out, the cheapest of all.
    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        try await activationOffer(service: service, country: country, pool: nil)
    }

    package func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer: Answer<[SMS1001Price]>
        do {
            answer = try await prices(service: service, country: country)
        } catch  where error.saysUnknownName {
            // Nothing is sold under this name, so there is no price.
            throw .noPrice
        }
        let meant = try pool.map { name throws(ProviderError) in
            try SMS1001Price.meant(by: name, among: answer.value)
        }
        let sold = meant ?? answer.value
        let inStock = sold.filter(\.isInStock)
        guard let best = inStock.first ?? sold.first else { throw .noPrice }
        let surest = inStock.max { ($0.deliverability ?? 0) < ($1.deliverability ?? 0) }
        let high = surest.flatMap { $0.price.isMore(than: best.price) ? $0.price : nil }
        return Answer(
            ActivationOffer(
                price: best.price, highPrice: high, successRate: best.deliverability,
                stock: best.stock),
            providerTime: answer.providerTime)
    }

    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        let answer = try await prices(service: service)
        let offers = answer.value.compactMap { market in
            market.prices.first(where: \.isInStock)
                .map { SuggestedCountry(country: market.country, price: $0.price) }
        }
        let cheapestFirst = offers.sorted { left, right in
            guard let price = left.price else { return false }
            return right.price.map { $0.isMore(than: price) } ?? true
        }
        var seen: Set<String> = []
        return Answer(
            cheapestFirst.filter { seen.insert($0.country.id).inserted },
            providerTime: answer.providerTime)
    }

    /// `NORTH_AMERICA` in ordinary spelling.
    private func region(_ continent: String) -> String {
        continent.split { $0 == "_" || $0 == " " }
            .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
            .joined(separator: " ")
    }
}
