import Lines

/// Purchase of a number.
extension HandlerAPIEmulator {
    /// `getNumber`
    mutating func order(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = try place(request, at: now)
        var reply = HandlerAPIWire.text("ACCESS_NUMBER:\(order.id):\(order.number)")
        if dialect == .daisysms { reply.headers.append(("X-Price", order.price.decimal)) }
        return reply
    }

    /// `getNumberV2`: a repeated name buys nothing.
    mutating func orderNewly(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        let name = request.value("orderId")
        if let name, orderNames[name] != nil { throw HandlerAPIRefusal("ORDER_ALREADY_EXISTS") }
        let order = try place(request, at: now)
        if let name { orderNames[name] = order.id }
        return EmulatedReply([
            "activationId": .number(order.id), "phoneNumber": .string(order.number),
            "activationCost": HandlerAPIWire.number(order.price),
            "currency": HandlerAPIWire.currency(order.price),
            "countryCode": .string(order.pair.country.id), "canGetAnotherSms": "1",
            "activationTime": .string(HandlerAPIWire.time(order.orderedAt)),
            "activationOperator": "any",
        ])
    }

    /// `getExtraActivation`: a former number of ours, for the same service at the same price.
    mutating func orderAgain(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        let old = try finished(request)
        guard ledger.covers(old.price) else { throw noMoney }
        var order = book(old.pair, old.price, number: old.number, at: now)
        guard dialect == .daisysms else {
            return HandlerAPIWire.text("ACCESS_NUMBER:\(order.id):\(order.number)")
        }
        order.hearsFrom = now + .seconds(60)
        orders[orders.count - 1] = order
        return HandlerAPIWire.text(
            "ASLEEP:\(order.id):\(order.number):\((now + .seconds(60)).unixSeconds)")
    }

    /// `checkExtraActivation`: the price of that.
    func priceAgain(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        let old = try finished(request)
        return EmulatedReply([
            "status": "success", "cost": HandlerAPIWire.number(old.price),
            "currency": HandlerAPIWire.currency(old.price), "phone": .string(old.number),
            "service": .string(old.pair.service.code), "country": .string(old.pair.country.id),
        ])
    }

    private func finished(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> Order {
        let id = request.value("activationId") ?? request.value("id")
        guard let old = orders.first(where: { $0.id == id }) else {
            throw HandlerAPIRefusal("WRONG_ACTIVATION_ID")
        }
        guard old.end == .done else { throw HandlerAPIRefusal("RENEW_ACTIVATION_NOT_AVAILABLE") }
        return old
    }

    /// Takes a number out of stock and its price off the balance.
    mutating func book(
        _ pair: HandlerAPICatalogue.Pair, _ price: Money, number: String? = nil, at now: Instant
    ) -> Order {
        let order = Order(
            id: ids.id(), pair: pair, number: number ?? ids.number(in: pair.country),
            price: price, orderedAt: now, expiresAt: now + HandlerAPICatalogue.life(pair.service))
        stock[pair, default: 1] -= 1
        ledger.charge(price, for: pair.title, line: order.id, at: now)
        orders.append(order)
        return order
    }

    var noMoney: HandlerAPIRefusal {
        HandlerAPIRefusal(dialect == .daisysms ? "NO_MONEY" : "NO_BALANCE")
    }

    func checkBan(at now: Instant) throws(HandlerAPIRefusal) {
        if let bannedUntil, now < bannedUntil {
            throw HandlerAPIRefusal("BANNED", HandlerAPIWire.ban(bannedUntil))
        }
    }

    private mutating func place(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> Order {
        try checkBan(at: now)
        let service = try catalogue.service(request)
        let country = try catalogue.country(request)
        let pair = HandlerAPICatalogue.Pair(country: country, service: service)
        guard let offer = catalogue.offers[pair], stock[pair, default: 0] > 0 else {
            throw HandlerAPIRefusal("NO_NUMBERS")
        }
        if let limit = limit(request), offer.price.tenThousandths > limit.tenThousandths {
            guard dialect == .daisysms else {
                throw HandlerAPIRefusal("WRONG_MAX_PRICE", HandlerAPIWire.short(offer.price))
            }
            throw HandlerAPIRefusal("MAX_PRICE_EXCEEDED")
        }
        guard ledger.covers(offer.price) else { throw noMoney }
        guard dialect != .daisysms || orders.count(where: { $0.end == nil }) < 20 else {
            throw HandlerAPIRefusal("TOO_MANY_ACTIVE_RENTALS")
        }
        let number = area(request).map { ids.number(in: country, area: $0) }
        return book(pair, offer.price, number: number, at: now)
    }

    /// One dialect has numbers by area code, the first of a list.
    private func area(_ request: EmulatedRequest) -> String? {
        guard dialect == .daisysms, let area = request.value("areas")?.split(separator: ",").first,
            area.count == 3, area.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return String(area)
    }

    /// One dialect does not know limits and ignores them.
    private func limit(_ request: EmulatedRequest) -> Money? {
        guard dialect != .virtualsms else { return nil }
        return (request.value("maxPrice") ?? request.value("max_price"))
            .flatMap { Money(decimal: $0) }
    }
}
