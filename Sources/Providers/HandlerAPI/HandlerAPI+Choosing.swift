import Lines

/// Countries, operators and prices to choose from.
extension HandlerAPI {
    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        let (answer, found) = try await sellers(of: service)
        // The list has only numbers. Names are a convenience; without them the numbers are shown.
        let names = try? await countries().value
        let rates = capabilities.completesOffers ? try? await rates(of: service) : nil
        let named = found.map { item in
            let known = names?.first { $0.id == item.country.id }
            return SuggestedCountry(
                country: known ?? item.country, price: item.price, stock: item.stock,
                successRate: rates?[item.country.id])
        }
        let cheapestFirst = named.sorted { left, right in
            guard let price = left.price else { return false }
            return right.price.map { $0.isMore(than: price) } ?? true
        }
        var seen: Set<String> = []
        var suggested = answer.answer(
            cheapestFirst.filter { seen.insert($0.country.id).inserted })
        suggested.requests = capabilities.completesOffers ? 3 : 2
        return suggested
    }

    /// The countries with numbers of a service, from the list of countries or, without that list,
    /// from the prices.
    private func sellers(
        of service: String
    ) async throws(ProviderError) -> (HandlerAPIAnswer, [SuggestedCountry]) {
        guard dialect != .virtualsms else {
            let answer = try await priceList(service: service)
            return (answer, sellers(of: service, in: answer))
        }
        let answer: HandlerAPIAnswer
        do throws(ProviderError) {
            answer = try await ask(.topCountries, [("service", service)])
        } catch {
            guard case .notOffered = error.meaning, dialect != .daisysms else { throw error }
            let answer = try await ask(.verificationPrices, [("service", service)])
            return (answer, sellers(of: service, in: answer))
        }
        var found: [SuggestedCountry] = []
        for entry in try answer.entries().map(\.value) {
            guard let id = entry.text("country"), (entry.integer("count") ?? 1) > 0 else {
                continue
            }
            let price = answer.price(
                entry.first(of: ["price", "retail_price", "cost"]), beside: entry)
            let count = entry.integer("count").map { Int(clamping: max(0, $0)) }
            found.append(
                SuggestedCountry(
                    country: HandlerAPICountry.country(id), price: price, stock: count))
        }
        return (answer, found)
    }

    /// One price list has the service first, the other the country.
    private func sellers(
        of service: String, in answer: HandlerAPIAnswer
    ) -> [SuggestedCountry] {
        let sold =
            answer.json[service]?.entries
            ?? (answer.json.entries ?? []).compactMap { entry in
                entry.value[service].map { JSONValue.Member(entry.key, $0) }
            }
        return sold.compactMap { entry in
            guard let offer = offer(entry.value, answer), offer.stock != 0 else { return nil }
            return SuggestedCountry(
                country: HandlerAPICountry.country(entry.key), price: offer.price,
                stock: offer.stock)
        }
    }

    package func completed(
        _ offer: ActivationOffer, service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        guard capabilities.completesOffers else { return Answer(offer) }
        let answer = try await ask(.countryRates, [("service", service)])
        var offer = offer
        offer.successRate = try rates(in: answer)[country]
        return answer.answer(offer)
    }

    /// The share of successful activations by country, in percent. Few providers have this list,
    /// and it has only the countries that sell most.
    private func rates(of service: String) async throws(ProviderError) -> [String: Double] {
        try rates(in: try await ask(.countryRates, [("service", service)]))
    }

    private func rates(in answer: HandlerAPIAnswer) throws(ProviderError) -> [String: Double] {
        var rates: [String: Double] = [:]
        for entry in try answer.entries() {
            guard let country = entry.value.text("country"),
                let rate = entry.value.fraction("rate"), (0...100).contains(rate)
            else { continue }
            rates[country] = rate
        }
        return rates
    }

    /// The most operators whose stock is asked for, with one request each.
    private static let mostOperators = 8

    /// The operators at the list price, each with its stock, and the prices above it that numbers
    /// are offered at: an order takes part in those by its maximum price, without a pool.
    package func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        try await pools(service: service, country: country, page: 1)
    }

    package func poolWords(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[String]> {
        try await operators(in: country).map { $0.filter { $0 != "any" } }
    }

    package func pools(
        service: String, country: String, page: Int
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        guard capabilities.offers(.pools) else { throw .notOffered(.pools) }
        let list = try await activationOffer(service: service, country: country)
        var offers: [ActivationOffer] = []
        var requests = 2
        let names = (try? await operators(in: country).value) ?? []
        let before = max(0, page - 1).saturating(times: Self.mostOperators)
        let asked = names.filter { $0 != "any" }.dropFirst(before).prefix(Self.mostOperators)
        for name in asked {
            let stock = try? await stock(in: country, pool: name).value[service]
            offers.append(ActivationOffer(price: list.value.price, stock: stock, pool: name))
            requests += 1
        }
        let steps = (try? await freePrices(service: service, country: country)) ?? []
        offers += steps.isEmpty ? [list.value] : steps
        var answer = list.map { _ in
            offers.enumerated().sorted { left, right in
                (left.element.price.tenThousandths, left.offset)
                    < (right.element.price.tenThousandths, right.offset)
            }.map(\.element)
        }
        answer.requests = requests + 1
        return answer
    }

    /// The prices at which numbers are offered to the highest bid, each with its stock.
    private func freePrices(
        service: String, country: String
    ) async throws(ProviderError) -> [ActivationOffer] {
        let answer = try await ask(
            .extendedPrices,
            [("service", service), ("country", country), ("freePrice", "true")])
        guard let entry = answer.json[country]?[service] ?? answer.json[service]?[country] else {
            return []
        }
        let steps = steps(entry["freePriceMap"] ?? entry, answer)
        guard steps.isEmpty else { return steps }
        // Some list offers with a price each instead.
        return (entry.entries ?? []).compactMap { offer($0.value, answer) }
    }
}
