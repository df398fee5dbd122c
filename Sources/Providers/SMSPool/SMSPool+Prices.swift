import Lines

/// The prices of activations: of the provider's own choice, of a pool, of all pools.
///
/// `request/pricing`, the only call with every price, is made only for one country: the complete
/// answer is 18 MB.
extension SMSPool {
    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer = try await ask(.price, [("country", country), ("service", service)])
        return answer.answer(try offer(in: answer))
    }

    /// The price of one pool, given its number or name. Each pool has its own price, and not every
    /// server heeds the pool in a price request, so an answer that does not name the pool is
    /// checked against the price list.
    package func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        guard let pool = pool?.trimmed, !pool.isEmpty, pool != "0" else {
            return try await activationOffer(service: service, country: country)
        }
        let id = try await poolID(pool)
        let wanted = [("country", country), ("service", service), ("pool", id)]
        let answer = try await ask(.price, wanted)
        let offer = try offer(in: answer)
        guard answer.json.text("pool") != id else { return answer.answer(offer) }
        let list = try await ask(.pricing, wanted)
        let prices = try list.objects().filter { $0.value.text("pool") == id }
            .compactMap { $0.value.price("price") }
        guard let dearest = prices.max(by: { $1.isMore(than: $0) }) else {
            throw .outOfStock("Pool \(pool) does not sell it there.")
        }
        return list.answer(ActivationOffer(price: dearest, pool: id))
    }

    /// The number of a pool given by name; the word itself if no list has it.
    private func poolID(_ pool: String) async throws(ProviderError) -> String {
        if Int(pool) != nil { return pool }
        let names = try await poolNames()
        return names.first { $0.value.lowercased() == pool.lowercased() }?.key ?? pool
    }

    /// The names of the pools by number.
    private func poolNames() async throws(ProviderError) -> [String: String] {
        try names(in: try await ask(.pools))
    }

    private func names(in answer: SMSPoolAnswer) throws(ProviderError) -> [String: String] {
        var names: [String: String] = [:]
        for entry in try answer.objects() {
            guard let id = entry.value.text("ID", "id", "pool"), names[id] == nil else { continue }
            names[id] = entry.value.text("name")
        }
        return names
    }

    private func offer(in answer: SMSPoolAnswer) throws(ProviderError) -> ActivationOffer {
        guard let price = answer.json.price("price") else { throw answer.unrecognised }
        return ActivationOffer(
            price: price, highPrice: answer.json.price("high_price"),
            successRate: successRate(in: answer.json), pool: answer.json.text("pool"))
    }

    func successRate(in json: JSONValue) -> Double? {
        json.fraction("success_rate").flatMap { (0...100).contains($0) ? $0 : nil }
    }

    /// With a preference for success the price is that of the pool that delivers best, which is
    /// what the order may cost; a cheaper one may be chosen all the same. Its rate is not in the
    /// answer.
    package func activationOffer(
        for order: ActivationOrder
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let plain = try await activationOffer(
            service: order.service, country: order.country, pool: order.pool)
        guard order.preference == .success, order.pool == nil,
            let high = plain.value.highPrice, high.isMore(than: plain.value.price)
        else { return plain }
        return plain.map { _ in ActivationOffer(price: high) }
    }

    /// The most pools whose stock and success are asked for, two requests each.
    private static let mostPools = 8

    package func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        try await pools(service: service, country: country, page: 1)
    }

    /// The names of all pools: which of them sell a service is in a list of every price.
    package func poolWords(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[String]> {
        let answer = try await ask(.pools)
        return answer.answer(Set(try names(in: answer).values).sorted())
    }

    /// The price list has the price of every pool; stock and success are asked for one by one, page
    /// by page from the cheapest, and left out if a server does not tell them.
    package func pools(
        service: String, country: String, page: Int
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        let wanted = [(name: "country", value: country), ("service", service)]
        let list = try await ask(.pricing, wanted)
        var dearest: [String: Money] = [:]
        for entry in try list.objects() {
            guard let pool = entry.value.text("pool"), let price = entry.value.price("price") else {
                continue
            }
            dearest[pool] = dearest[pool].map { $0.isMore(than: price) ? $0 : price } ?? price
        }
        let names = try? await poolNames()
        var requests = 2
        var offers = dearest.map { pool, price in
            ActivationOffer(price: price, pool: pool, poolName: names?[pool])
        }.sorted {
            ($0.price.tenThousandths, $0.pool ?? "") < ($1.price.tenThousandths, $1.pool ?? "")
        }
        let before = max(0, page - 1).saturating(times: Self.mostPools)
        for index in offers.indices.dropFirst(before).prefix(Self.mostPools) {
            let place = wanted + [("pool", offers[index].pool ?? "")]
            let price = try? await ask(.price, place)
            if let price, price.json.text("pool") == offers[index].pool {
                offers[index].successRate = successRate(in: price.json)
            }
            offers[index].stock = (try? await ask(.stock, place)).flatMap(stock)
            requests += 2
        }
        var answer = list.answer(offers)
        answer.requests = requests
        return answer
    }

    package func completed(
        _ offer: ActivationOffer, service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer = try await ask(.stock, [("country", country), ("service", service)])
        var offer = offer
        offer.stock = stock(in: answer) ?? offer.stock
        return answer.answer(offer)
    }

    private func stock(in answer: SMSPoolAnswer) -> Int? {
        answer.json.integer("amount").map { Int(clamping: max(0, $0)) }
    }

    /// Every service of a country at the price of its cheapest pool. The list includes pools that
    /// are sold out, and says nothing of their stock.
    package func prices(
        in country: String
    ) async throws(ProviderError) -> Answer<[ServiceOffer]> {
        let answer = try await ask(.pricing, [("country", country)])
        var best: [String: ServiceOffer] = [:]
        for entry in try answer.objects() {
            guard let id = entry.value.text("service"), let price = entry.value.price("price")
            else {
                continue
            }
            if let known = best[id], !known.offer.price.isMore(than: price) { continue }
            let name = entry.value.text("service_name") ?? id
            best[id] = ServiceOffer(
                service: Service(id: id, name: name),
                offer: ActivationOffer(price: price, pool: entry.value.text("pool")))
        }
        return answer.answer(best.values.sorted { $0.service.name < $1.service.name })
    }
}
