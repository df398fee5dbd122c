package import Lines

/// Delivery of SMS to the account's numbers: which lines receive them.
extension SMSPoolEmulator {
    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, at now: Instant
    ) -> EmulatedDelivery? {
        settle(to: now)
        if let index = rentals.lastIndex(where: { $0.number == number }) {
            let delivery = EmulatedDelivery(
                at: now, sms: sms, lostBecause: rentals[index].reasonToLose(at: now))
            rentals[index].sent.append(delivery)
            if delivery.isDelivered { push(sms, of: rentals[index], at: now) }
            return delivery
        }
        // A number with a resend has several orders: the message belongs to the newest open one.
        let index =
            orders.lastIndex { $0.number == number && $0.isOpen(at: now) }
            ?? orders.lastIndex { $0.number == number }
        guard let index else { return nil }
        let delivery = EmulatedDelivery(
            at: now, sms: sms, lostBecause: orders[index].reasonToLose(at: now))
        orders[index].sent.append(delivery)
        if delivery.isDelivered {
            orders[index].awaitsAnother = false
            push(sms, of: orders[index], at: now)
        }
        return delivery
    }

    package mutating func lines(at now: Instant) -> [EmulatedLine] {
        settle(to: now)
        let lines = rentals.map { line($0, now) } + orders.map { line($0, now) }
        return lines.sorted { $0.purchasedAt < $1.purchasedAt }
    }

    private func line(_ order: Order, _ now: Instant) -> EmulatedLine {
        EmulatedLine(
            provider: name, kind: .activation, id: order.id, number: order.number,
            country: order.offer.country.code, service: order.offer.service.name,
            state: order.state(at: now), price: order.price, purchasedAt: order.purchasedAt,
            expiresAt: order.expiresAt, canReceive: order.isOpen(at: now), sent: order.sent)
    }

    private func line(_ rental: Rental, _ now: Instant) -> EmulatedLine {
        EmulatedLine(
            provider: name, kind: .rental, id: rental.code, number: rental.number,
            country: rental.product.country, service: rental.service?.name,
            state: rental.state, price: rental.price, purchasedAt: rental.purchasedAt,
            expiresAt: rental.expiresAt, canReceive: rental.reasonToLose(at: now) == nil,
            sent: rental.sent)
    }
}

extension SMSPoolEmulator.Order {
    fileprivate func reasonToLose(at now: Instant) -> String? {
        switch end {
        case .cancelled: "the order was cancelled"
        case .expired: "the order has expired"
        case nil: now < expiresAt ? nil : "the order has expired"
        }
    }
}

extension SMSPoolEmulator.Rental {
    fileprivate func reasonToLose(at now: Instant) -> String? {
        switch end {
        case .refunded: return "the rental was refunded"
        case .expired: return "the rental has expired"
        case nil: break
        }
        guard !isAvailable(at: now) else { return nil }
        return isWaking(at: now)
            ? "the line is still waking up and not yet available"
            : "the line is asleep: its status has to be asked before it can receive"
    }
}
