package import Lines

/// Delivery of SMS to the account's numbers, and its lines in the provider's own books.
extension SMS1001Emulator {
    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, at now: Instant
    ) -> EmulatedDelivery? {
        settle(to: now)
        guard let index = orders.lastIndex(where: { $0.number == number }) else { return nil }
        let delivery = EmulatedDelivery(at: now, sms: sms, lostBecause: orders[index].reasonToLose)
        orders[index].sent.append(delivery)
        return delivery
    }

    package mutating func lines(at now: Instant) -> [EmulatedLine] {
        settle(to: now)
        return orders.sorted { $0.rentedAt < $1.rentedAt }.map { order in
            EmulatedLine(
                provider: name, kind: .activation, id: order.id, number: order.number,
                country: order.offer.country.code, service: order.offer.service.name,
                state: order.state, price: order.price, purchasedAt: order.rentedAt,
                expiresAt: order.expiresAt, canReceive: order.end == nil, sent: order.sent)
        }
    }

    /// Two orders waiting for their codes.
    package mutating func settleInForPractice(at now: Instant) {
        for (service, country, age) in [("whatsapp", "NL", 1080), ("telegram", "DE", 40)] {
            guard let country = catalogue.country(country),
                let service = catalogue.service(service),
                let offer = catalogue.offers(of: service, in: country).first,
                ledger.covers(offer.price)
            else { continue }
            _ = book(offer, at: now - .seconds(age))
        }
    }
}

extension SMS1001Emulator.Order {
    fileprivate var reasonToLose: String? {
        switch end {
        case .cancelled: "the order was cancelled"
        case .expired: "the order has expired"
        case .completed: "the order is complete"
        case .blocked: "the order is blocked"
        case nil: nil
        }
    }

    fileprivate var state: String {
        switch end {
        case .cancelled, .expired, .blocked: "refunded"
        case .completed: "finished"
        case nil: sent.contains(where: \.isDelivered) ? "received" : "waiting"
        }
    }
}
