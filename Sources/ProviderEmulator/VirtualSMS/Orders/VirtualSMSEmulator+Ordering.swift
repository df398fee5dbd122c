import Lines

/// Purchase, swap, cancel and resend.
extension VirtualSMSEmulator {
    /// `/customer/purchase`
    mutating func purchase(_ body: JSON, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        guard let service = body["service"]?.text, !service.isEmpty else {
            throw .missing("service")
        }
        guard let country = body["country"]?.text, !country.isEmpty else {
            throw .missing("country")
        }
        guard catalogue.service(service) != nil else { throw .unknownService }
        guard catalogue.country(country) != nil else { throw .unknownCountry }
        // A pair that is never sold is refused like one that is sold out.
        guard let offer = catalogue.offer(of: service, in: country) else { throw .noNumbers }
        guard ledger.covers(offer.price) else {
            throw .insufficientBalance(required: offer.price, current: ledger.balance)
        }
        guard !offer.isPhantom, stock[offer.key, default: 0] > 0 else { throw .noNumbers }
        return bought(book(offer, at: now))
    }

    /// Takes a number out of stock and its price off the balance.
    mutating func book(_ offer: VirtualSMSCatalogue.Offer, at now: Instant) -> Order {
        let order = Order(
            id: ids.uuid(), offer: offer, number: ids.number(in: offer.country),
            price: offer.price, createdAt: now, expiresAt: now + VirtualSMSEmulator.orderLife,
            numberSince: now)
        stock[offer.key, default: 1] -= 1
        ledger.charge(
            offer.price, for: "\(offer.service.name) in \(offer.country.name)", line: order.id,
            at: now)
        orders.append(order)
        emit(.ordered, of: order.id, at: now)
        noticeBalance(at: now)
        return order
    }

    /// The answer to a purchase and to a swap.
    private func bought(_ order: Order) -> JSON {
        let free = VirtualSMSWire.time(order.numberSince + VirtualSMSEmulator.hold)
        return [
            "success": true, "order_id": .string(order.id), "phone_number": written(order.number),
            "service": .string(order.offer.service.code),
            "country": .string(order.offer.country.code),
            "price": VirtualSMSWire.number(order.price), "status": "waiting",
            "created_at": VirtualSMSWire.time(order.createdAt),
            "expires_at": VirtualSMSWire.time(order.expiresAt), "cancel_available_at": free,
            "swap_available_at": free,
            "rules": ["cancel_cooldown_seconds": 120, "swap_cooldown_seconds": 120],
        ]
    }

    /// `/customer/cancel/{id}`
    mutating func cancel(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        let index = try changeable(id, to: "cancel", at: now)
        orders[index].end = .cancelled
        let order = orders[index]
        giveBack(order, at: now)
        emit(.orderCancelled(returned: order.price), of: id, at: now)
        return [
            "success": true, "order_id": .string(id), "status": "cancelled",
            "refund_amount": VirtualSMSWire.number(order.price),
        ]
    }

    /// `/customer/swap/{id}`: under a new id, or under the same one.
    mutating func swap(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        let index = try changeable(id, to: "swap", at: now)
        let old = orders[index]
        guard stock[old.offer.key, default: 0] > 0 else { throw .noNumbers }
        let number = ids.number(in: old.offer.country)
        guard swapsUnderNewID else {
            orders[index].number = number
            orders[index].numberSince = now
            orders[index].expiresAt = now + VirtualSMSEmulator.orderLife
            emit(.swapped(from: old.number, to: id), of: id, at: now)
            return bought(orders[index])
        }
        orders[index].end = .swapped
        let order = Order(
            id: ids.uuid(), offer: old.offer, number: number, price: old.price,
            createdAt: now, expiresAt: now + VirtualSMSEmulator.orderLife, numberSince: now)
        orders.append(order)
        emit(.swapped(from: old.number, to: order.id), of: id, at: now)
        return bought(order)
    }

    /// `/orders/{id}/retry`: the same number, the same id, no charge.
    mutating func retry(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        let index = try orderIndex(id)
        guard orders[index].end == nil else {
            throw .wrongStatus("retry order", orders[index].status(in: generation))
        }
        orders[index].isAskedAgain = true
        return [
            "success": true, "order_id": .string(id), "message": "SMS resend requested",
        ]
    }

    private func changeable(
        _ id: String, to verb: String, at now: Instant
    ) throws(VirtualSMSRefusal) -> Int {
        let index = try orderIndex(id)
        let order = orders[index]
        guard order.end == nil, !order.hasMessage else {
            throw .wrongStatus("\(verb) order", order.status(in: generation))
        }
        if let left = order.holdLeft(at: now) { throw .tooEarly(verb, left: left) }
        return index
    }
}
