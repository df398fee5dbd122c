package import Lines
import Transport

/// Buys, checks and cancels activations.
extension SMSActivateDev {
    package func balance() async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(.balance)
        guard let amount = answer.json.money("balance") else { throw answer.unrecognised }
        return answer.answer(answer.inCurrency(amount))
    }

    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        let answer = try await ask(.available(service: service, country: country))
        guard let price = answer.json.price("price") else {
            // An unsold pair may be answered with empty content.
            if answer.json.integer("available") == 0 { throw .noPrice }
            throw answer.unrecognised
        }
        let stock = answer.json.integer("available").flatMap { Int(exactly: $0) }
        return answer.answer(ActivationOffer(price: answer.inCurrency(price), stock: stock))
    }

    /// Buys a number. The protocol has no price limit, so an agreed maximum is compared with the
    /// current price right before.
    package func order(
        _ order: ActivationOrder
    ) async throws(ProviderError) -> Answer<Purchase> {
        try refusePool(order.pool)
        let offer: Answer<ActivationOffer>
        do {
            offer = try await activationOffer(service: order.service, country: order.country)
        } catch {
            throw Self.beforeBuying(error)
        }
        if let most = order.maxPrice, offer.value.price.isMore(than: most) {
            throw .nothingBelow(maxPrice: most)
        }
        let answer = try await ask(.buy(service: order.service, country: order.country))
        guard let id = answer.json.text("id") else { throw answer.unrecognised }
        var purchase = Purchase(
            providerID: id, number: PhoneNumber.international(answer.json.text("number")))
        purchase.country = answer.json.text("country")?.uppercased()
        purchase.service = answer.json.text("service")
        purchase.expiresAt = answer.json.instant("expires_at", zone: .utc)
        purchase.price =
            answer.json.price("price", "cost").map(answer.inCurrency) ?? offer.value.price
        return answer.answer(purchase)
    }

    /// A price that could not be read leaves no doubt: nothing was bought yet.
    private static func beforeBuying(_ error: ProviderError) -> ProviderError {
        guard error.leavesDoubt else { return error }
        if case .transport(.answerLost(let host, let reason)) = error {
            return .transport(.unreachable(host: host, reason: reason))
        }
        return .outOfStock("Nothing was bought: the price could not be read first.")
    }

    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let answer = try await ask(.activation(providerID))
        let json = answer.json
        let message = Self.message(json)
        guard message != nil || json["status"] != nil else { throw answer.unrecognised }
        var phase = Self.phase(json.text("status") ?? "")
        // The amount held for an order is released when it ends without a code.
        if message == nil, phase == .cancelled || phase == .expired { phase = .refunded }
        // A code in an order still called waiting: the code is newer than the status.
        if message != nil, phase == .waiting || phase == .unclear { phase = .received }
        var reading = ActivationReading(
            providerID: providerID,
            status: ActivationStatus(phase, expiresAt: json.instant("expires_at", zone: .utc)),
            messages: message.map { [$0] } ?? [])
        reading.number = PhoneNumber.international(json.text("number"))
        return answer.answer(reading)
    }

    package func cancel(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<Cancellation> {
        let answer = try await ask(.cancel(providerID))
        guard let status = answer.json.text("status") else { throw answer.unrecognised }
        let returned = answer.json.flag("refunded") ?? false
        switch Self.phase(status) {
        case .cancelled, .refunded: return answer.answer(Cancellation(moneyReturned: returned))
        case .received: throw .notCancellable("It has received its code.")
        default: throw answer.unrecognised
        }
    }

    /// The only text in this protocol is the code.
    private static func message(_ json: JSONValue) -> ReceivedMessage? {
        let code = json.text("code")?.trimmed
        let text = json.text("text", "sms", "message")?.trimmed
        guard let shown = text ?? code, !shown.isEmpty else { return nil }
        return ReceivedMessage(
            text: shown, sender: json.text("sender"), code: code,
            receivedAt: json.instant("received_at", zone: .utc))
    }

    /// `received` and `cancelled` are in the document; the others are usual in such protocols.
    private static func phase(_ word: String) -> ActivationStatus.Phase {
        switch word.lowercased() {
        case "pending", "waiting", "active", "created": .waiting
        case "received", "completed", "finished": .received
        case "cancelled", "canceled": .cancelled
        case "refunded": .refunded
        case "expired", "timeout": .expired
        default: .unclear
        }
    }
}

extension SMSActivateDevAnswer {
    /// The amount in the answer's currency; prices come without one and are in dollars, like the
    /// balance.
    fileprivate func inCurrency(_ amount: Money) -> Money {
        guard let currency = json.text("currency")?.uppercased(), currency.count == 3 else {
            return amount
        }
        return Money(tenThousandths: amount.tenThousandths, currency: currency)
    }
}
