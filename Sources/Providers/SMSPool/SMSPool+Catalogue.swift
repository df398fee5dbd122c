import Lines

/// What can be bought.
///
/// `request/pricing`, the one call that lists every price, is never made: its answer is 18 MB.
extension SMSPool {
    package func countries() async throws(ProviderError) -> Answer<[Country]> {
        let answer = try await ask(.countries)
        return answer.answer(
            try answer.objects().compactMap { entry in
                guard let id = entry.value.text("ID"), let name = entry.value.text("name") else {
                    return nil
                }
                return Country(
                    id: id, name: name, code: entry.value.text("short_name", "cc").flatMap(code),
                    region: entry.value.text("region"))
            })
    }

    package func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        let answer = try await ask(.services, country.map { [("country", $0.id)] } ?? [])
        return answer.answer(
            try answer.objects().compactMap { entry in
                guard let id = entry.value.text("ID"), let name = entry.value.text("name") else {
                    return nil
                }
                return Service(id: id, name: name)
            })
    }

    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer = try await ask(.price, [("country", country), ("service", service)])
        guard let price = answer.json.money("price") else { throw answer.unrecognised }
        return answer.answer(
            ActivationOffer(
                price: price, highPrice: answer.json.money("high_price"),
                successRate: answer.json.fraction("success_rate")
                    .flatMap { (0...100).contains($0) ? $0 : nil }))
    }

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
            return SuggestedCountry(country: country, price: entry.value.money("price"))
        }
        // A country is listed once for each pool that serves it.
        var seen: Set<String> = []
        let cheapestFirst = pools.sorted { left, right in
            guard let price = left.price else { return false }
            return right.price.map { $0.isMore(than: price) } ?? true
        }
        return answer.answer(cheapestFirst.filter { seen.insert($0.country.id).inserted })
    }

    /// All rental products: those that can be extended, then those that cannot.
    package func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        let extendable = try await rentalOffers(extendable: true)
        let others = try await rentalOffers(extendable: false)
        let known = Set(extendable.value.map(\.id))
        return Answer(
            extendable.value + others.value.filter { !known.contains($0.id) },
            providerTime: others.providerTime)
    }

    private func rentalOffers(
        extendable: Bool
    ) async throws(ProviderError) -> Answer<[RentalOffer]> {
        do {
            let answer = try await ask(.rentalProducts, [("type", extendable ? "1" : "0")])
            return answer.answer(
                try answer.objects().compactMap { offer($0, isExtendable: extendable) })
        } catch .outOfStock {
            // None of one sort is no reason to hide those of the other.
            return Answer([])
        }
    }

    /// A product; in the document's form its id is the key it stands under.
    private func offer(_ entry: JSONValue.Member, isExtendable: Bool) -> RentalOffer? {
        let product = entry.value
        guard let name = product.text("name") else { return nil }
        return RentalOffer(
            id: product.text("ID") ?? entry.key, name: name, region: product.text("region"),
            prices: prices(product["pricing"]),
            singleServicePrices: prices(product["single_service"]), isExtendable: isExtendable,
            refundTerms: refundTerms(of: product))
    }

    private func prices(_ value: JSONValue?) -> [Int: Money] {
        var prices: [Int: Money] = [:]
        for entry in value?.entries ?? [] {
            guard let days = Int(entry.key), (1...3650).contains(days),
                let price = entry.value.money
            else {
                continue
            }
            prices[days] = price
        }
        return prices
    }

    /// The product's own rule, where it states one.
    ///
    /// The unit of `refund_within` is documented nowhere. Hours is the strictest reading: a refund
    /// claimed early is a refund, one claimed late is refused.
    private func refundTerms(of product: JSONValue) -> RefundTerms? {
        let minimumDays = product.integer("refund_min_days").flatMap { Int(exactly: $0) }
        let within = product.integer("refund_within").flatMap { (1...8760).contains($0) ? $0 : nil }
        let isRefundable = product.flag("is_refundable")
        guard isRefundable != nil || minimumDays != nil || within != nil else { return nil }
        return RefundTerms(
            isRefundable: isRefundable ?? true, minimumDays: minimumDays,
            within: within.map { .hours(Int($0)) })
    }

    /// A two-letter code, in capitals; nil for anything else.
    private func code(_ text: String) -> String? {
        text.utf8.count == 2 && text.allSatisfy { $0.isLetter } ? text.uppercased() : nil
    }
}
