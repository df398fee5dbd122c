package import Lines

extension SMSActivateDevEmulator {
    /// One number bought for one service.
    struct Activation: Sendable {
        enum End: Sendable {
            case cancelled, expired
        }

        let id: String
        /// Digits only.
        let number: String
        let offer: Offer
        let purchasedAt: Instant
        let expiresAt: Instant
        var sent: [EmulatedDelivery] = []
        var end: End?

        var last: EmulatedDelivery? { sent.last(where: \.isDelivered) }

        func isOpen(at now: Instant) -> Bool { end == nil && now < expiresAt }

        /// Its state in the provider's words.
        var status: String {
            switch end {
            case .cancelled: "cancelled"
            case .expired: "expired"
            case nil: last == nil ? "pending" : "received"
            }
        }
    }

    /// Carries out all events due by now: an order without a code is refunded.
    mutating func settle(to now: Instant) {
        for index in activations.indices
        where activations[index].end == nil && activations[index].expiresAt <= now
            && activations[index].last == nil
        {
            activations[index].end = .expired
            giveBack(index, at: activations[index].expiresAt)
        }
    }

    mutating func giveBack(_ index: Int, at time: Instant) {
        let activation = activations[index]
        for place in offers.indices
        where offers[place].service == activation.offer.service
            && offers[place].country == activation.offer.country
        {
            offers[place].stock += 1
        }
        ledger.refund(
            activation.offer.price,
            for: "\(activation.offer.service) in \(activation.offer.country)",
            line: activation.id, at: time)
    }

    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, at now: Instant
    ) -> EmulatedDelivery? {
        settle(to: now)
        let index =
            activations.lastIndex { $0.number == number && $0.isOpen(at: now) }
            ?? activations.lastIndex { $0.number == number }
        guard let index else { return nil }
        let reason: String? =
            switch activations[index].end {
            case .cancelled: "the activation was cancelled"
            case .expired: "the activation has expired"
            case nil: activations[index].isOpen(at: now) ? nil : "the activation has expired"
            }
        let delivery = EmulatedDelivery(at: now, sms: sms, lostBecause: reason)
        activations[index].sent.append(delivery)
        return delivery
    }

    package mutating func lines(at now: Instant) -> [EmulatedLine] {
        settle(to: now)
        return activations.map { activation in
            // The emulator's own list uses the same words for every provider.
            let state =
                switch activation.status {
                case "pending": "waiting"
                case "received" where !activation.isOpen(at: now): "finished"
                case "expired": "refunded"
                case "cancelled": "refunded"
                default: activation.status
                }
            return EmulatedLine(
                provider: name, kind: .activation, id: activation.id, number: activation.number,
                country: activation.offer.country.uppercased(), service: activation.offer.service,
                state: state, price: activation.offer.price, purchasedAt: activation.purchasedAt,
                expiresAt: activation.expiresAt, canReceive: activation.isOpen(at: now),
                sent: activation.sent)
        }
    }
}
