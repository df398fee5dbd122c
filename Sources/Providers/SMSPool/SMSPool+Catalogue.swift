package import Lines

/// The catalogue.
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

    /// The price of additional days of an offer, which differs from that of the first ones. Nil if
    /// the server does not have the call or does not quote by offer alone; then the list of offers
    /// has it.
    package func extensionPrice(
        of providerID: String, offer: String?, service: String?, days: Int
    ) async throws(ProviderError) -> Answer<Money?> {
        guard let offer, service == nil else { return Answer(nil) }
        let answer: SMSPoolAnswer
        do throws(ProviderError) {
            answer = try await ask(.rentalPricing, [("id", offer)])
        } catch {
            // A wrong price is worse than asking again.
            if error.isTrouble { throw error }
            return Answer(nil)
        }
        let prices = prices(answer.json["extend"])
        if prices.isEmpty { return answer.answer(nil) }
        guard let price = prices[days] else {
            throw .wrongDays(available: prices.keys.sorted())
        }
        return answer.answer(price)
    }

    /// All rental products: first those that can be extended, then the others.
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
            // If one kind has no offers, those of the other are still shown.
            return Answer([])
        }
    }

    /// A product; in the document's form its id is its key.
    private func offer(_ entry: JSONValue.Member, isExtendable: Bool) -> RentalOffer? {
        let product = entry.value
        guard let name = product.text("name") else { return nil }
        return RentalOffer(
            id: product.text("ID") ?? entry.key, name: Self.name(name, product.text("tag")),
            region: product.text("region"),
            prices: prices(product["pricing"]),
            singleServicePrices: prices(product["single_service"]),
            singleServiceExtensions: prices(product["single_service_extend"]),
            isExtendable: isExtendable, refundTerms: refundTerms(of: product))
    }

    /// Several products of a country have the same name and differ by their tag.
    private static func name(_ name: String, _ tag: String?) -> String {
        guard let tag = tag?.trimmed, !tag.isEmpty, !name.contains(tag) else { return name }
        return tag.contains(name) ? tag : "\(name), \(tag)"
    }

    private func prices(_ value: JSONValue?) -> [Int: Money] {
        var prices: [Int: Money] = [:]
        for entry in value?.entries ?? [] {
            guard let days = Int(entry.key), (1...3650).contains(days),
                let price = entry.value.price
            else {
                continue
            }
            prices[days] = price
        }
        return prices
    }

    /// The product's own rule, if it has one.
    ///
    /// The unit of `refund_within` is not documented. Hours is the strictest reading: an early
    /// claim is refunded, a late one is refused.
    private func refundTerms(of product: JSONValue) -> RefundTerms? {
        let minimumDays = product.integer("refund_min_days").flatMap { Int(exactly: $0) }
        let within = product.integer("refund_within").flatMap { (1...8760).contains($0) ? $0 : nil }
        let isRefundable = product.flag("is_refundable")
        guard isRefundable != nil || minimumDays != nil || within != nil else { return nil }
        return RefundTerms(
            isRefundable: isRefundable ?? true, minimumDays: minimumDays,
            within: within.map { .hours(Int($0)) })
    }

    /// A two-letter code in capitals; nil for anything else.
    func code(_ text: String) -> String? {
        text.utf8.count == 2 && text.allSatisfy { $0.isLetter } ? text.uppercased() : nil
    }
}
