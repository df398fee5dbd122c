import Lines

/// Purchase of a number.
extension SMS1001Emulator {
    /// `/activations/order`
    mutating func order(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMS1001Refusal) -> JSON {
        let offer = try offer(for: JSON(parsing: request.body) ?? .null)
        guard ledger.covers(offer.price) else {
            throw .insufficientBalance(price: offer.price, balance: ledger.balance)
        }
        guard !offer.isPhantom, stock[offer.key, default: 0] > 0 else { throw .soldOut }
        return item(book(offer, at: now), now)
    }

    /// Takes a number out of stock and its price off the balance.
    mutating func book(_ offer: SMS1001Catalogue.Offer, at now: Instant) -> Order {
        let order = Order(
            id: ids.orderID(), supplierID: ids.supplierID(), offer: offer,
            number: ids.number(in: offer.country), price: offer.price, rentedAt: now,
            expiresAt: now + SMS1001Emulator.orderLife)
        stock[offer.key, default: 1] -= 1
        ledger.charge(
            offer.price, for: "\(offer.service.name) in \(offer.country.name)", line: order.id,
            at: now)
        orders.append(order)
        return order
    }

    /// The requested operator, or the best one of the requested provider.
    private func offer(for body: JSON) throws(SMS1001Refusal) -> SMS1001Catalogue.Offer {
        for field in ["country", "service", "provider", "purchaseType"] {
            guard let text = body[field]?.text, !text.isEmpty else { throw .missing(field) }
        }
        guard body["purchaseType"]?.text == "activation" else { throw .invalid("purchaseType") }
        let country = try country(body["country"]?.text ?? "")
        let service = try service(body["service"]?.text ?? "")
        let alias = body["provider"]?.text ?? ""
        guard SMS1001Catalogue.aliases.contains(alias) else { throw .invalid("provider") }
        let wanted = body["operator"]?.text
        let offers = catalogue.offers(of: service, in: country).filter {
            $0.alias == alias && (wanted == nil || $0.operatorName == wanted)
        }
        let best = offers.first { stock[$0.key, default: 0] > 0 } ?? offers.first
        guard let best else { throw .soldOut }
        return best
    }
}
