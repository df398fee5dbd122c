import Lines

/// Orders in two forms: individually in full, and in a list with other names.
extension VirtualSMSEmulator {
    /// `/customer/order/{id}`. In the newer generation its flag contradicts the messages beside it.
    func showOrder(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        if showsRentalTexts, let rental = rentals.first(where: { $0.id == id }) {
            return show(rental, at: now)
        }
        let order = orders[try orderIndex(id)]
        let kept = kept(order.received, at: now)
        let free = VirtualSMSWire.time(order.numberSince + VirtualSMSEmulator.hold)
        let shown: JSON = [
            "success": true, "order_id": .string(order.id), "phone_number": written(order.number),
            "service": .string(order.offer.service.code),
            "country": .string(order.offer.country.code),
            "price": VirtualSMSWire.number(order.price),
            "status": .string(order.status(in: generation)),
            "sms_received": .bool(generation == .document && !kept.isEmpty),
            "messages": messages(kept), "created_at": VirtualSMSWire.time(order.createdAt),
            "expires_at": VirtualSMSWire.time(order.expiresAt), "cancel_available_at": free,
            "swap_available_at": free,
        ]
        return shown.with(latest(kept))
    }

    /// The messages in the list and in older answers: code and text of the last one.
    private func latest(_ kept: [EmulatedDelivery]) -> JSON {
        guard let last = kept.last else { return [:] }
        return [
            "sms_code": last.sms.code.map(JSON.string) ?? .null, "sms_text": .string(last.sms.text),
        ]
    }

    /// The messages that are not too old for the provider to keep.
    func kept(_ deliveries: [EmulatedDelivery], at now: Instant) -> [EmulatedDelivery] {
        deliveries.filter { now - $0.at <= VirtualSMSEmulator.textLife }
    }

    func messages(_ deliveries: [EmulatedDelivery]) -> JSON {
        .array(
            deliveries.map { delivery in
                [
                    "sender": delivery.sms.sender.isEmpty ? .null : .string(delivery.sms.sender),
                    "content": .string(delivery.sms.text),
                    "received_at": VirtualSMSWire.time(delivery.at),
                ]
            })
    }

    /// `/customer/orders`, newest first.
    func listOrders(_ request: EmulatedRequest, at now: Instant) -> JSON {
        let limit = VirtualSMSWire.whole("limit", request, or: 50, in: 1...200)
        let status = request.value("status")
        let found = orders.reversed().filter {
            status == nil || $0.status(in: generation) == status
        }.prefix(limit)
        return [
            "count": .int(found.count),
            "orders": .array(
                found.map { order in
                    let entry: JSON = [
                        "id": .string(order.id), "phone_number": written(order.number),
                        "service_id": .string(order.offer.service.code),
                        "country_id": .string(order.offer.country.code),
                        "price_charged": VirtualSMSWire.number(order.price),
                        "status": .string(order.status(in: generation)),
                        "created_at": VirtualSMSWire.time(order.createdAt),
                        "expires_at": VirtualSMSWire.time(order.expiresAt),
                    ]
                    let kept = kept(order.received, at: now)
                    return generation == .current ? entry.with(latest(kept)) : entry
                }),
        ]
    }
}
