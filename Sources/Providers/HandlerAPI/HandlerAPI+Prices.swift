import Lines

/// The price of a code, and what is in stock.
extension HandlerAPI {
    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer: HandlerAPIAnswer
        do throws(ProviderError) {
            answer = try await priceList(service: service, country: country)
        } catch  where error.saysUnknownName {
            // Nothing is sold under this name, so there is no price.
            throw .noPrice
        }
        guard answer.word == nil, answer.json.entries != nil else {
            if answer.isEmpty { throw .noPrice }
            throw answer.unrecognised
        }
        // One call has the country first, the other the service, and clones confuse them.
        let entry = answer.json[country]?[service] ?? answer.json[service]?[country]
        guard let entry else { throw .noPrice }
        guard let offer = offer(entry, answer) else { throw answer.unrecognised }
        return answer.answer(offer)
    }

    /// Prices are not listed by operator: an order names its maximum price, and is refused if that
    /// operator charges more.
    package func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        if dialect.poolField == nil { try refusePool(pool) }
        guard let pool, capabilities.offers(.pools) else {
            return try await activationOffer(service: service, country: country)
        }
        try await check(pool, in: country)
        var answer = try await activationOffer(service: service, country: country)
        answer.requests += 1
        return answer
    }

    /// A name that is not an operator may be ignored, and the number comes from another one. Where
    /// no operators are listed it cannot be told.
    private func check(_ pool: String, in country: String) async throws(ProviderError) {
        let known = (try? await operators(in: country).value) ?? []
        guard !known.isEmpty else { return }
        let names = Set(known.map { $0.lowercased() }).union(["any"])
        let asked = pool.lowercased().split(separator: ",").map(String.init)
        guard names.isSuperset(of: asked) else {
            throw .badRequest([
                "No pool has that name; known: \(known.joined(separator: ", "))"
            ])
        }
    }

    /// The area code is sent with the order, and does not change the price.
    package func activationOffer(
        for order: ActivationOrder
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        if dialect.areaField == nil { try refuseArea(order.area) }
        return try await activationOffer(
            service: order.service, country: order.country, pool: order.pool)
    }

    /// Every service of a country, from the price list.
    package func prices(
        in country: String
    ) async throws(ProviderError) -> Answer<[ServiceOffer]> {
        guard capabilities.offers(.prices) else { throw .notOffered(.prices) }
        let answer = try await priceList(country: country)
        let all = try answer.entries()
        let entries = answer.json[country]?.entries ?? all
        return answer.answer(
            entries.compactMap { entry in
                offer(entry.value[country] ?? entry.value, answer).map {
                    ServiceOffer(service: Service(id: entry.key, name: entry.key), offer: $0)
                }
            })
    }

    /// The stock of each service in a country.
    package func stock(
        in country: String, pool: String? = nil
    ) async throws(ProviderError) -> Answer<[String: Int]> {
        let fields = [(name: "country", value: country)] + (pool.map { [("operator", $0)] } ?? [])
        let answer = try await ask(.stock, fields)
        var stock: [String: Int] = [:]
        for entry in try answer.entries() {
            guard let count = entry.value.integer else { throw answer.unrecognised }
            // In the older form the number after the service says whether calls are forwarded.
            let parts = entry.key.split(separator: "_")
            let isForwarded = parts.count == 2 && parts[1] == "1"
            guard !isForwarded else { continue }
            stock[String(parts.first ?? ""), default: 0] += Int(clamping: max(0, count))
        }
        return answer.answer(stock)
    }

    /// The operators in a country, which an order can name as its pool.
    package func operators(in country: String) async throws(ProviderError) -> Answer<[String]> {
        let answer = try await ask(.operators, [("country", country)])
        if answer.isEmpty { return answer.answer([]) }
        guard let list = answer.json["countryOperators"]?.entries else {
            throw answer.unrecognised
        }
        let there = list.first { $0.key == country }?.value.entries ?? []
        return answer.answer(there.compactMap(\.value.text))
    }

    /// Prices by country and service, or by service and country.
    func priceList(
        service: String? = nil, country: String? = nil
    ) async throws(ProviderError) -> HandlerAPIAnswer {
        var fields: [(name: String, value: String)] = []
        if let service { fields.append(("service", service)) }
        if let country { fields.append(("country", country)) }
        return try await ask(dialect == .daisysms ? .verificationPrices : .prices, fields)
    }

    /// `{cost, count}`, `{price, count}`, or each price with its stock.
    func offer(_ entry: JSONValue, _ answer: HandlerAPIAnswer) -> ActivationOffer? {
        let figure = entry.first(of: ["cost", "price", "retail_price"])
        if let price = answer.price(figure, beside: entry) {
            let count = entry.integer("count", "qty", "physicalCount")
            return ActivationOffer(
                price: price, stock: count.map { Int(clamping: max(0, $0)) })
        }
        let steps = steps(entry, answer)
        return steps.first { $0.stock != 0 } ?? steps.first
    }

    /// Each price with its stock, cheapest first.
    func steps(_ entry: JSONValue, _ answer: HandlerAPIAnswer) -> [ActivationOffer] {
        (entry.entries ?? []).compactMap { step in
            guard let price = answer.price(.string(step.key)), let count = step.value.integer else {
                return nil
            }
            return ActivationOffer(price: price, stock: Int(clamping: max(0, count)))
        }.sorted { $1.price.isMore(than: $0.price) }
    }
}
