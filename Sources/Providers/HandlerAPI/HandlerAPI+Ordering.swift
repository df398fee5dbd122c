package import Lines
import Transport

/// Buys a number for one code.
extension HandlerAPI {
    /// The newer call is tried first if the dialect may have it, because it returns the price. The
    /// older one is tried only if the newer one does not exist, because then nothing was bought. It
    /// takes no name, so it is not used where an order may be repeated under its name.
    package func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase> {
        try refuse(order.kind)
        let fields = try fields(of: order)
        try await keepLimit(of: order)
        do throws(ProviderError) {
            guard dialect.knowsSecondOrder else { return try await buy(order, fields) }
            do throws(ProviderError) {
                return try await buyNewly(order, fields)
            } catch .notOffered where !keepsOrderNames {
                return try await buy(order, fields)
            }
        } catch {
            guard error.meaning == .nothingBelow(maxPrice: nil) else { throw error }
            throw .nothingBelow(maxPrice: order.maxPrice).quoting(error.words)
        }
    }

    /// Not for DaisySMS: there a number may sleep at first and ignore messages, and neither its
    /// price nor its end is known.
    package func again(_ providerID: String) async throws(ProviderError) -> Answer<Purchase> {
        guard capabilities.offers(.again) else { throw .notOffered(.again) }
        let answer = try await ask(.again, [("activationId", providerID)])
        let parts = answer.argument.unicodeScalars.split(separator: ":", maxSplits: 2)
            .map(String.init)
        guard answer.word == "ACCESS_NUMBER", parts.count >= 2,
            let id = id(parts[0]), let number = number(parts[1])
        else { throw answer.unrecognised }
        var purchase = Purchase(providerID: id, number: number)
        purchase.price = price(in: answer)
        return answer.answer(purchase)
    }

    package func againPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?> {
        guard capabilities.offers(.again) else { throw .notOffered(.again) }
        let answer = try await ask(.againPrice, [("activationId", providerID)])
        guard answer.word == nil, let cost = answer.price(answer.json["cost"], beside: answer.json)
        else { throw answer.unrecognised }
        return answer.answer(cost)
    }

    private func fields(
        of order: ActivationOrder
    ) throws(ProviderError) -> [(name: String, value: String)] {
        var fields = [(name: "service", value: order.service), ("country", order.country)]
        if let pool = order.pool {
            guard let field = dialect.poolField else {
                throw .badRequest(["it has no pools to choose from"])
            }
            fields.append((field, pool))
        }
        if let most = order.maxPrice {
            guard most.currency == currency else {
                throw .badRequest(["The limit is in \(most.currency), the account in \(currency)"])
            }
            if let field = dialect.limitField { fields.append((field, most.decimal)) }
        }
        if let area = order.area {
            guard let field = dialect.areaField else {
                throw .badRequest(["it has no area codes to choose from"])
            }
            fields.append((field, area))
        }
        // 1 is the last digits of the caller's number, 2 a code spoken in the call.
        if order.kind == .call { fields.append(("activationType", "2")) }
        return fields
    }

    /// If an order takes no price limit, the price is checked right before it. An error in that
    /// request leaves no doubt, because nothing was bought.
    private func keepLimit(of order: ActivationOrder) async throws(ProviderError) {
        guard dialect.limitField == nil, let most = order.maxPrice else { return }
        do throws(ProviderError) {
            let offer = try await activationOffer(service: order.service, country: order.country)
            guard offer.value.price.currency == most.currency,
                !offer.value.price.isMore(than: most)
            else { throw .nothingBelow(maxPrice: most) }
        } catch {
            guard error.leavesDoubt else { throw error }
            throw .transport(
                .unreachable(
                    host: HTTPCall(.get, address).host,
                    reason: "no price list was received; nothing was bought"))
        }
    }

    private func buyNewly(
        _ order: ActivationOrder, _ fields: [(name: String, value: String)]
    ) async throws(ProviderError) -> Answer<Purchase> {
        let name = requestName.map { [(name: "orderId", value: $0)] } ?? []
        let answer = try await ask(.orderV2, fields + name)
        // Some answer the newer call in the format of the older one.
        guard answer.word == nil else { return try purchase(order, answer) }
        let json = answer.json
        guard let id = json.text("activationId", "id").flatMap(id),
            let number = json.text("phoneNumber", "phone", "number").flatMap(number)
        else { throw answer.unrecognised }
        var purchase = purchase(order, id: id, number: number, answer)
        purchase.price = answer.price(json.first(of: ["activationCost", "cost", "price"]))
        purchase.pool = json.text("activationOperator").flatMap { $0 == "any" ? nil : $0 }
        let started = json.instant("activationTime", zone: timeZone)
        if let started { purchase.expiresAt = started + HandlerAPILifetime.of(order.service) }
        return answer.answer(purchase)
    }

    private func buy(
        _ order: ActivationOrder, _ fields: [(name: String, value: String)]
    ) async throws(ProviderError) -> Answer<Purchase> {
        try purchase(order, try await ask(.order, fields))
    }

    /// Exactly `ACCESS_NUMBER:id:number`: web pages have been mistaken for numbers before.
    private func purchase(
        _ order: ActivationOrder, _ answer: HandlerAPIAnswer
    ) throws(ProviderError) -> Answer<Purchase> {
        let parts = answer.argument.unicodeScalars
            .split(separator: ":", omittingEmptySubsequences: false)
        guard answer.word == "ACCESS_NUMBER", parts.count == 2, let id = id(String(parts[0])),
            let number = number(String(parts[1]))
        else { throw answer.unrecognised }
        return answer.answer(purchase(order, id: id, number: number, answer))
    }

    func purchase(
        _ order: ActivationOrder, id: String, number: String, _ answer: HandlerAPIAnswer
    ) -> Purchase {
        var purchase = Purchase(providerID: id, number: number)
        purchase.country = HandlerAPICountry.code(of: order.country)
        purchase.service = order.service
        purchase.price = price(in: answer)
        if let now = answer.reply.reckoned {
            purchase.expiresAt = now + HandlerAPILifetime.of(order.service)
            purchase.cancellableFrom = dialect.cancelHold.map { now + $0 }
        }
        return purchase
    }

    /// The cost, if a header contains it.
    private func price(in answer: HandlerAPIAnswer) -> Money? {
        answer.price(answer.reply.value(of: "X-Price").map(JSONValue.string))
    }

    /// An id in the dialect's format; nil for anything else.
    func id(_ text: String) -> String? {
        let isNumber = text.utf8.allSatisfy { (48...57).contains($0) }
        let isWord = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
        }
        guard (1...64).contains(text.utf8.count) else { return nil }
        return isNumber || (dialect.hasWordyIDs && isWord) ? text : nil
    }

    /// Six to fifteen digits, with or without the plus sign; nil for anything else.
    func number(_ text: String) -> String? {
        let seen = text.unicodeScalars.filter { $0.properties.generalCategory != .format }
        let digits = seen.first == "+" ? seen.dropFirst() : seen[...]
        guard (6...15).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) })
        else { return nil }
        return "+\(String(digits))"
    }
}
