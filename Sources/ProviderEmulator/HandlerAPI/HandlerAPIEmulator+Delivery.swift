package import Lines

/// Delivery of SMS to the account's numbers, and its lines in the provider's own books.
extension HandlerAPIEmulator {
    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, at now: Instant
    ) -> EmulatedDelivery? {
        settle(to: now)
        if let index = rentals.lastIndex(where: { $0.number == number }) {
            let delivery = EmulatedDelivery(
                at: now, sms: sms,
                lostBecause: rentals[index].end == nil ? nil : "the rental is over")
            rentals[index].sent.append(delivery)
            if delivery.isDelivered { push(sms, of: rentals[index], at: now) }
            return delivery
        }
        guard let index = orderIndex(for: sms, to: number) else { return nil }
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
        let lines = rentals.map(line) + orders.map { line($0, now) }
        return lines.sorted { $0.purchasedAt < $1.purchasedAt }
    }

    /// Two orders waiting for their codes, and where numbers are rented a rental with a backlog.
    package mutating func settleInForPractice(at now: Instant) {
        rentForPractice(at: now)
        let waiting = catalogue.offers.keys.sorted { $0.title < $1.title }
            .filter { stock[$0, default: 0] > 0 }.prefix(2)
        for (pair, age) in zip(waiting, [150, 40]) {
            guard let offer = catalogue.offers[pair], ledger.covers(offer.price) else { continue }
            _ = book(pair, offer.price, at: now - .seconds(age))
        }
    }

    private mutating func rentForPractice(at now: Instant) {
        guard HandlerAPIAction.getRentNumber.isKnown(to: dialect),
            let country = catalogue.countries.first(where: { $0.id == "16" }),
            let rental = try? begin(
                country, nil, ids.number(in: country), hours: 14 * 24, at: now - .days(3))
        else { return }
        let backlog = [
            (71, "MYBANK", "MYBANK: welcome. Your new card is on its way."),
            (47, "DHL", "Your DHL parcel JD481516234 arrives today between 13:15 and 15:15."),
            (26, "Google", "G-739201 is your Google verification code."),
            (5, "MYBANK", "118264 is your MYBANK login code, valid for 5 minutes."),
        ]
        for (hours, sender, text) in backlog {
            let sms = EmulatedSMS(sender: sender, text: text)
            _ = deliver(sms, to: rental.number, at: now - .hours(hours))
        }
    }

    private func line(_ order: Order, _ now: Instant) -> EmulatedLine {
        EmulatedLine(
            provider: name, kind: .activation, id: order.id, number: order.number,
            country: order.pair.country.code, service: order.pair.service.name,
            state: order.state, price: order.price, purchasedAt: order.orderedAt,
            expiresAt: order.expiresAt, canReceive: order.reasonToLose(at: now) == nil,
            sent: order.sent)
    }

    private func line(_ rental: Rental) -> EmulatedLine {
        EmulatedLine(
            provider: name, kind: .rental, id: rental.id, number: rental.number,
            country: rental.country.code, service: rental.service?.name, state: rental.state,
            price: rental.price, purchasedAt: rental.rentedAt, expiresAt: rental.expiresAt,
            canReceive: rental.end == nil, sent: rental.sent)
    }
}

extension HandlerAPIEmulator.Order {
    fileprivate func reasonToLose(at now: Instant) -> String? {
        switch end {
        case .cancelled: "the order was cancelled"
        case .done: "the order is done"
        case nil: hearsFrom.map { now < $0 ? "the number is asleep" : nil } ?? nil
        }
    }

    fileprivate var state: String {
        switch end {
        case .cancelled: "refunded"
        case .done: "finished"
        case nil: hasReceived && !awaitsAnother ? "received" : "waiting"
        }
    }
}

extension HandlerAPIEmulator.Rental {
    fileprivate var state: String {
        switch end {
        case .finished: "expired"
        case .cancelled, .revoked: "refunded"
        case nil: "active"
        }
    }
}
