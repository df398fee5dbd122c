package import Lines

/// Buys several services on one number.
extension HandlerAPI {
    /// The answer has an order for each service, but no price.
    package func order(_ shared: SharedOrder) async throws(ProviderError) -> Answer<Purchase> {
        var fields = [
            (name: "multiService", value: shared.services.joined(separator: ",")),
            ("country", shared.country),
        ]
        if let pool = shared.pool { fields.append(("operator", pool)) }
        let answer = try await ask(.shared, fields)
        guard answer.word == nil, let entries = answer.json.entries else {
            throw answer.unrecognised
        }
        var bought: [Purchase] = []
        for entry in entries.map(\.value) {
            guard let id = entry.text("activation", "activationId", "id").flatMap(id),
                let number = entry.text("phone", "phoneNumber").flatMap(number),
                let service = entry.text("service"), shared.services.contains(service)
            else { throw answer.unrecognised }
            let order = ActivationOrder(service: service, country: shared.country)
            bought.append(purchase(order, id: id, number: number, answer))
        }
        // Each service once, or it is not known what was bought.
        guard Set(bought.map(\.service)).count == shared.services.count,
            bought.count == shared.services.count,
            let first = bought.firstIndex(where: { $0.service == shared.services[0] })
        else { throw answer.unrecognised }
        var purchase = bought.remove(at: first)
        purchase.siblings = bought
        return answer.answer(purchase)
    }

    package func order(
        _ service: String, besides providerID: String
    ) async throws(ProviderError) -> Answer<Purchase> {
        let answer = try await ask(.besides, [("service", service), ("id", providerID)])
        let parts = answer.argument.unicodeScalars
            .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard answer.word == "ADDITIONAL", parts.count == 2, let id = id(parts[0]),
            let number = number(parts[1])
        else { throw answer.unrecognised }
        let order = ActivationOrder(service: service, country: "")
        return answer.answer(purchase(order, id: id, number: number, answer))
    }
}
