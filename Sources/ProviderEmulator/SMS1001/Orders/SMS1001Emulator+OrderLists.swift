import Lines

/// Orders in lists and single answers.
extension SMS1001Emulator {
    /// `/activations/active`, newest first.
    func listActive(_ request: EmulatedRequest, at now: Instant) throws(SMS1001Refusal) -> JSON {
        let open = orders.reversed().filter { $0.end == nil }
        return try SMS1001Wire.page(
            "orders",
            open.map { order in
                item(order, now).with(["latestMessage": messages(of: order).last ?? .null])
            }, request)
    }

    /// `/activations/history`, newest first.
    func listHistory(_ request: EmulatedRequest, at now: Instant) throws(SMS1001Refusal) -> JSON {
        let from = try SMS1001Wire.time("from", request, endOfDay: false)
        let to = try SMS1001Wire.time("to", request, endOfDay: true)
        let status = request.value("status")
        let statuses = ["RENTED", "COMPLETED", "PENDING", "EXPIRED", "BLOCKED", "REFUNDED"]
        if let status, !statuses.contains(status) { throw .invalid("status") }
        let found = orders.reversed().filter { order in
            (status == nil || order.status(at: now, in: generation) == status)
                && from.map { order.rentedAt >= $0 } ?? true
                && to.map { order.rentedAt <= $0 } ?? true
        }
        return try SMS1001Wire.page(
            "orders",
            found.map { item($0, now).with(["messageCount": .int($0.stored.count)]) }, request)
    }

    /// `/activations/archive-all`: only a list, despite its name.
    func listEnded(at now: Instant) -> JSON {
        let ended = orders.reversed().filter {
            ["EXPIRED", "REFUNDED", "BLOCKED"].contains($0.status(at: now, in: generation))
        }
        return [
            "archived": .int(ended.count),
            "orders": .array(
                ended.map { order in
                    [
                        "id": .string(order.id),
                        "status": .string(order.status(at: now, in: generation)),
                        "serviceId": .string(order.offer.service.slug),
                        "country": .string(order.offer.country.code),
                        "price": SMS1001Wire.number(order.price),
                        "rentedAt": SMS1001Wire.time(order.rentedAt),
                    ]
                }),
        ]
    }

    /// `/activations/{orderId}`: the stored state; this fetches nothing.
    func show(_ order: Order, at now: Instant) -> JSON {
        item(order, now).with([
            "purchaseType": "activation", "messages": .array(messages(of: order)),
        ])
    }

    /// The fields of an order common to all answers. Its service's id is the slug.
    func item(_ order: Order, _ now: Instant) -> JSON {
        let offer = order.offer
        return [
            "id": .string(order.id), "phoneNumber": .string("+\(order.number)"),
            "countryCode": .string(offer.country.code),
            "countryName": .string(offer.country.name),
            "serviceId": .string(offer.service.slug), "serviceName": .string(offer.service.name),
            "operatorName": .string(offer.operatorName),
            "price": SMS1001Wire.number(order.price),
            "status": .string(order.status(at: now, in: generation)),
            "provider": .string(offer.alias), "providerId": .string(order.supplierID),
            "expiresAt": SMS1001Wire.time(order.expiresAt),
            "rentedAt": SMS1001Wire.time(order.rentedAt),
        ]
    }

    /// The stored messages, oldest first.
    func messages(of order: Order) -> [JSON] {
        order.stored.enumerated().map { index, delivery in
            [
                "id": .string("msg_\(order.id.dropFirst(4))_\(index + 1)"),
                "sender": delivery.sms.sender.isEmpty ? .null : .string(delivery.sms.sender),
                "message": .string(delivery.sms.text),
                "code": delivery.sms.code.map(JSON.string) ?? .null,
                "receivedAt": SMS1001Wire.time(delivery.at),
            ]
        }
    }
}
