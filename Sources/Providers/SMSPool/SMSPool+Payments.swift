package import Lines

/// Calls that cost or return money. None is ever repeated here.
extension SMSPool {
    package func order(
        _ order: ActivationOrder
    ) async throws(ProviderError) -> Answer<Purchase> {
        var fields = [("country", order.country), ("service", order.service)]
        if let pool = order.pool { fields.append(("pool", pool)) }
        if let most = order.maxPrice { fields.append(("max_price", most.decimal)) }
        switch order.preference {
        case .success?: fields.append(("pricing_option", "0"))
        case .price?: fields.append(("pricing_option", "1"))
        case nil: break
        }
        if let area = order.area { fields.append(("area_code", area)) }
        let answer = try await ask(.order, fields)
        let json = answer.json
        // Without an id nothing could be asked about it later, whatever else the answer says.
        guard let id = json.text("order_id") else { throw answer.unrecognised }
        var purchase = Purchase(providerID: id, number: answer.number(of: json))
        purchase.country = json.text("country")
        purchase.service = json.text("service")
        purchase.price = answer.cost(of: json)
        purchase.pool = json.text("pool")
        purchase.expiresAt = answer.expiry(of: json)
        return answer.answer(purchase)
    }

    package func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        var fields = [("id", order.offer), ("days", String(order.days))]
        if let service = order.service { fields.append(("service_id", service)) }
        let answer = try await ask(.rent, fields)
        let json = answer.json
        guard let code = json.text("rental_code") else { throw answer.unrecognised }
        var purchase = Purchase(providerID: code, number: answer.number(of: json))
        purchase.price = answer.cost(of: json)
        purchase.expiresAt = answer.expiry(of: json)
        purchase.product = order.offer
        purchase.days = json.days("days") ?? order.days
        return answer.answer(purchase)
    }

    package func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension> {
        let answer = try await ask(
            .extend, [("rental_code", providerID), ("days", String(days))])
        try answer.requireSuccess()
        return answer.answer(Extension(expiresAt: answer.expiry(of: answer.json)))
    }

    package func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?> {
        let answer = try await ask(.refund, [("rental_code", providerID)])
        try answer.requireSuccess()
        return answer.answer(nil)
    }

    /// Cancels an order, which at SMSPool always refunds it.
    package func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        let answer = try await ask(.cancel, [("orderid", providerID)])
        try answer.requireSuccess()
        let words = SentenceFigures(PlainText(answer.json.text("message") ?? "").sentence)
        let isKept = words.mentions(anyOf: ["not been refunded", "not be refunded", "no refund"])
        return answer.answer(
            Cancellation(moneyReturned: !isKept, amount: words.amount(after: "been refunded")))
    }

    package func resendPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?> {
        let answer = try await ask(.checkResend, [("orderid", providerID)])
        return answer.answer(answer.json.price("resendCost"))
    }

    package func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend> {
        let answer = try await ask(.resend, [("orderid", providerID)])
        try answer.requireSuccess()
        let id = answer.json.text("order_id")
        return answer.answer(
            Resend(
                newProviderID: id == providerID ? nil : id,
                charge: answer.json.price("charge")))
    }
}
