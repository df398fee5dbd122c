import Lines

/// Purchase of several services on one number. Each is an order of its own, with its own price.
extension HandlerAPIEmulator {
    /// Countries whose numbers are sold for one service only.
    private static let unshared: Set<String> = ["187"]

    func isShared(_ country: HandlerAPICatalogue.Country) -> Bool {
        !HandlerAPIEmulator.unshared.contains(country.id)
    }

    /// `getMultiServiceNumber`: all of them or none.
    mutating func orderShared(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> JSON {
        try checkBan(at: now)
        let country = try catalogue.country(request)
        guard isShared(country) else { throw HandlerAPIRefusal("NOT_AVAILABLE") }
        let codes = (request.value("multiService") ?? "").split(separator: ",").map(String.init)
        var pairs: [HandlerAPICatalogue.Pair] = []
        for code in codes {
            guard let service = HandlerAPICatalogue.services.first(where: { $0.code == code }),
                !pairs.contains(where: { $0.service == service })
            else { throw HandlerAPIRefusal("WRONG_SERVICE") }
            pairs.append(HandlerAPICatalogue.Pair(country: country, service: service))
        }
        guard !pairs.isEmpty else { throw HandlerAPIRefusal("BAD_SERVICE") }
        let prices = pairs.compactMap { catalogue.offers[$0]?.price }
        guard prices.count == pairs.count, pairs.allSatisfy({ stock[$0, default: 0] > 0 }) else {
            throw HandlerAPIRefusal("NO_NUMBERS")
        }
        let total = prices.dropFirst().reduce(prices[0], +)
        guard ledger.covers(total) else { throw noMoney }
        let number = ids.number(in: country)
        return .array(
            zip(pairs, prices).map { pair, price in
                let order = book(pair, price, number: number, at: now)
                return [
                    "phone": .string(order.number), "activation": .string(order.id),
                    "service": .string(pair.service.code),
                ]
            })
    }

    /// `getAdditionalService`: another service on the number of an open order.
    mutating func orderBesides(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        try checkBan(at: now)
        guard let parent = orders.first(where: { $0.id == request.value("id") }) else {
            throw HandlerAPIRefusal("WRONG_ACTIVATION_ID")
        }
        guard parent.end == nil, isShared(parent.pair.country) else {
            throw HandlerAPIRefusal("WRONG_SECURITY")
        }
        let code = request.value("service")
        guard let service = HandlerAPICatalogue.services.first(where: { $0.code == code }) else {
            throw HandlerAPIRefusal("WRONG_ADDITIONAL_SERVICE")
        }
        let isRepeated = orders.contains {
            $0.number == parent.number && $0.pair.service == service
        }
        guard !isRepeated else { throw HandlerAPIRefusal("REPEAT_ADDITIONAL_SERVICE") }
        let pair = HandlerAPICatalogue.Pair(country: parent.pair.country, service: service)
        guard let offer = catalogue.offers[pair] else {
            throw HandlerAPIRefusal("WRONG_ADDITIONAL_SERVICE")
        }
        guard ledger.covers(offer.price) else { throw noMoney }
        let order = book(pair, offer.price, number: parent.number, at: now)
        return HandlerAPIWire.text("ADDITIONAL:\(order.id):\(order.number)")
    }

    /// The order that a message to a number is for: of several open ones, the one whose service the
    /// sender or the text names, or else the latest.
    func orderIndex(for sms: EmulatedSMS, to number: String) -> Int? {
        let open = orders.indices.filter { orders[$0].number == number && orders[$0].end == nil }
        let words = "\(sms.sender) \(sms.text)".lowercased()
        return open.last { words.contains(orders[$0].pair.service.name.lowercased()) }
            ?? open.last ?? orders.lastIndex { $0.number == number }
    }
}
