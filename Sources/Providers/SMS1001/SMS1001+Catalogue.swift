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
        try await activationOffer(
            for: ActivationOrder(service: service, country: country, pool: pool))
    }

    package func activationOffer(
        for order: ActivationOrder
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        try refuseArea(order.area)
        let answer = try await pricesOrNone(service: order.service, country: order.country)
        let meant = try order.pool.map { name throws(ProviderError) in
            try SMS1001Price.meant(by: name, among: answer.value)
        }
        let sold = meant ?? answer.value
        let inStock = sold.filter(\.isInStock)
        let surest = SMS1001Price.preferred(among: inStock, by: .success)
        let best = SMS1001Price.preferred(among: inStock, by: order.preference) ?? sold.first
        guard let best else { throw .noPrice }
        let high = surest.flatMap { $0.price.isMore(than: best.price) ? $0.price : nil }
        return answer.map { _ in best.offer(highPrice: high) }
    }

    package func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        try await pricesOrNone(service: service, country: country).map { sold in
            sold.map { $0.offer() }
        }
    }

    package func prices(
        in country: String
    ) async throws(ProviderError) -> Answer<[ServiceOffer]> {
        let markets: Answer<[SMS1001Market]> = try await prices(country: country)
        return markets.map { markets in
            markets.compactMap { market in
                let best = market.prices.first(where: \.isInStock) ?? market.prices.first
                return best.map { ServiceOffer(service: market.service, offer: $0.offer()) }
            }
        }
    }

    private func pricesOrNone(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[SMS1001Price]> {
        do {
            return try await prices(service: service, country: country)
        } catch  where error.saysUnknownName {
            // Nothing is sold under this name, so there is no price.
            throw .noPrice
        }
    }

    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        let answer = try await prices(service: service)
        let offers = answer.value.compactMap { market in
            market.prices.first(where: \.isInStock)
                .map {
                    SuggestedCountry(
                        country: market.country, price: $0.price, stock: $0.stock,
                        successRate: $0.deliverability)
                }
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
