import Lines

extension SMSPoolEmulator {
    /// `/purchase/sms`
    mutating func order(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let offer = try offer(for: request)
        guard ledger.covers(offer.price) else {
            throw .insufficientBalance(
                pool: offer.pool.name, price: offer.price, balance: ledger.balance)
        }
        let order = book(offer, area: area(request, in: offer), at: now)
        return answer(for: order)
    }

    /// Takes a number out of stock and its price off the balance.
    mutating func book(
        _ offer: SMSPoolCatalogue.Offer, area: String? = nil, at now: Instant
    ) -> Order {
        let order = Order(
            id: ids.code(), offer: offer,
            nationalNumber: ids.number(in: offer.country, area: area),
            price: offer.price, purchasedAt: now, expiresAt: now + orderLife)
        stock[offer.key, default: 1] -= 1
        ledger.charge(
            offer.price, for: "\(offer.service.name) in \(offer.country.name)", line: order.id,
            at: now)
        orders.append(order)
        return order
    }

    /// The cheapest offer in stock, or the most reliable one on request.
    private func offer(
        for request: EmulatedRequest
    ) throws(SMSPoolRefusal) -> SMSPoolCatalogue.Offer {
        let (country, service) = try subject(of: request)
        var offers = catalogue.offers(of: service, in: country)
        guard !offers.isEmpty else { throw unavailability(of: service) }
        if let text = request.value("pool"), text != "0" {
            let pool = catalogue.pool(text)
            offers.removeAll { pool?.id != 0 && $0.pool != pool }
            guard !offers.isEmpty else { throw .outOfStock(pool: pool?.name ?? "Default") }
        }
        if let limit = request.value("max_price").flatMap({ Money(decimal: $0) }) {
            offers.removeAll { $0.price.isMore(than: limit) }
            guard !offers.isEmpty else { throw .noPool(below: limit) }
        }
        let cheapest = offers[0]
        offers.removeAll { stock[$0.key, default: 0] <= 0 }
        if request.value("pricing_option") == "0" {
            offers.sort { $0.successRate > $1.successRate }
        }
        if let offer = offers.first { return offer }
        guard generation == .current else { throw unavailability(of: service) }
        throw .outOfStock(pool: cheapest.pool.name)
    }

    /// An area code applies to American numbers of one pool and is ignored elsewhere.
    private func area(_ request: EmulatedRequest, in offer: SMSPoolCatalogue.Offer) -> String? {
        guard offer.pool.id == SMSPoolCatalogue.american, offer.country.code == "US",
            let area = request.value("area_code") ?? request.value("areacode"),
            area.count == 3, area.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return area
    }

    private func unavailability(of service: SMSPoolCatalogue.Service) -> SMSPoolRefusal {
        let names = suggestions(for: service).map(\.country.name)
        return names.isEmpty ? .unavailableAnywhere : .unavailable(suggestions: names)
    }

    private func answer(for order: Order) -> JSON {
        let offer = order.offer
        switch generation {
        case .document:
            return [
                "success": 1, "number": .string(order.number), "order_id": .string(order.id),
                "country": .string(offer.country.name), "service": .string(offer.service.name),
                "pool": .int(offer.pool.id), "expires_in": .int(orderLife.wholeSeconds),
                "message": "",
            ]
        case .current:
            let message =
                "You have succesfully ordered a \(offer.service.name) number from pool: "
                + "\(offer.pool.name) for \(order.price.decimal)."
            return [
                "success": 1, "number": .number(order.number),
                "phonenumber": .string(order.nationalNumber),
                "cc": .string(offer.country.callingCode), "order_id": .string(order.id),
                "country": .string(offer.country.name), "service": .string(offer.service.name),
                "pool": .int(offer.pool.id), "cost": .string(order.price.decimal),
                "cost_in_cents": .int(order.price.tenThousandths / 100),
                "expiration": .int(order.expiresAt.unixSeconds),
                "expires_in": .int(orderLife.wholeSeconds), "message": .string(message),
            ]
        }
    }
}
