package import Lines

/// Delivery of SMS to the account's numbers, and its lines in the provider's own books.
extension VirtualSMSEmulator {
    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, at now: Instant
    ) -> EmulatedDelivery? {
        settle(to: now)
        if let index = orders.lastIndex(where: { $0.number == number }) {
            let delivery = EmulatedDelivery(
                at: now, sms: sms, lostBecause: orders[index].reasonToLose)
            orders[index].sent.append(delivery)
            if delivery.isDelivered {
                orders[index].isAskedAgain = false
                emit(.received(sms), of: orders[index].id, at: now)
            }
            return delivery
        }
        guard let index = rentals.lastIndex(where: { $0.number == number }) else { return nil }
        let reason = rentals[index].end.map { "the rental is \($0.rawValue)" }
        let delivery = EmulatedDelivery(at: now, sms: sms, lostBecause: reason)
        rentals[index].sent.append(delivery)
        if delivery.isDelivered { emit(.received(sms), of: rentals[index].id, at: now) }
        return delivery
    }

    package mutating func lines(at now: Instant) -> [EmulatedLine] {
        settle(to: now)
        let activations = orders.map { order in
            EmulatedLine(
                provider: name, kind: .activation, id: order.id, number: order.number,
                country: order.offer.country.code, service: order.offer.service.name,
                state: order.state, price: order.price, purchasedAt: order.createdAt,
                expiresAt: order.expiresAt, canReceive: order.end == nil, sent: order.sent)
        }
        let held = rentals.map { rental in
            EmulatedLine(
                provider: name, kind: .rental, id: rental.id, number: rental.number,
                country: rental.country.code, service: rental.service?.name,
                state: rental.end.map { $0 == .expired ? "expired" : "refunded" } ?? "active",
                price: rental.price, purchasedAt: rental.startedAt, expiresAt: rental.expiresAt,
                canReceive: rental.end == nil, sent: rental.sent)
        }
        return (activations + held).sorted { $0.purchasedAt < $1.purchasedAt }
    }

    /// An order that has its code, and one that waits and can be swapped. No rental: its messages
    /// come only to a webhook, which practice has not.
    package mutating func settleInForPractice(at now: Instant) {
        var numbers: [String] = []
        for (service, country, age) in [("wa", "NL", 240), ("tg", "DE", 150)] {
            guard let offer = catalogue.offer(of: service, in: country),
                ledger.covers(offer.price)
            else { continue }
            numbers.append(book(offer, at: now - .seconds(age)).number)
        }
        let sms = EmulatedSMS(
            sender: "WhatsApp", text: "Your WhatsApp code is 604-118. Don't share it.")
        if let first = numbers.first { _ = deliver(sms, to: first, at: now - .seconds(200)) }
    }
}

extension VirtualSMSEmulator.Order {
    fileprivate var reasonToLose: String? {
        switch end {
        case .cancelled: "the order was cancelled"
        case .expired: "the order has expired"
        case .completed: "the order is complete"
        case .swapped: "the number was swapped"
        case nil: nil
        }
    }

    fileprivate var state: String {
        switch end {
        case .cancelled, .expired: "refunded"
        case .swapped: "cancelled"
        case .completed: "finished"
        case nil: hasMessage && !isAskedAgain ? "received" : "waiting"
        }
    }
}
