import Lines

extension SMSPoolEmulator {
    /// `/request/active`: orders still open, newest first.
    func listActive(at now: Instant) -> JSON {
        .array(orders.reversed().filter { $0.isOpen(at: now) }.map { item($0, now) })
    }

    /// `/request/history`: everything not archived, newest first; `start` and `length` select a
    /// page, `search` looks in numbers, services and order ids.
    func listHistory(_ request: EmulatedRequest, at now: Instant) -> JSON {
        let start = max(0, request.value("start").flatMap { Int($0) } ?? 0)
        let length = max(0, request.value("length").flatMap { Int($0) } ?? 100)
        let search = request.value("search")?.lowercased() ?? ""
        let found = orders.reversed().filter { order in
            guard !order.isArchived else { return false }
            let texts = [order.number, order.offer.service.name, order.id]
            return search.isEmpty || texts.contains { $0.lowercased().contains(search) }
        }
        return .array(
            found.dropFirst(start).prefix(length).map { order in
                item(order, now).with([
                    "completed_on": .string(SMSPoolTime.numeric(completion(of: order))),
                    "pool": id(order.offer.pool.id),
                ])
            })
    }

    /// `/request/archive`
    mutating func archive(at now: Instant) -> JSON {
        for index in orders.indices where !orders[index].isOpen(at: now) {
            orders[index].isArchived = true
        }
        return ["success": 1, "message": "All your inactive orders have been archived."]
    }

    private func item(_ order: Order, _ now: Instant) -> JSON {
        let noText = generation == .current ? "" : "0"
        let common: JSON = [
            "timestamp": .string(SMSPoolTime.numeric(order.purchasedAt)),
            "order_code": .string(order.id), "phonenumber": .string(order.number),
            "code": .string(order.code), "full_code": .string(order.latest?.text ?? noText),
            "short_name": .string(order.offer.country.code),
            "service": .string(order.offer.service.name), "status": .string(status(of: order)),
        ]
        let expiry = order.expiresAt.unixSeconds
        guard generation == .current else {
            return common.with(["expiry": .string(String(expiry))])
        }
        return common.with([
            "cost": .string(order.price.decimal), "expiry": .int(expiry),
            "time_left": .int(order.timeLeft(at: now)),
        ])
    }

    private func status(of order: Order) -> String {
        if order.end != nil { return "refunded" }
        if order.awaitsAnother { return "resend" }
        return order.isWaiting ? "pending" : "completed"
    }

    private func completion(of order: Order) -> Instant {
        switch order.end {
        case .cancelled(let at), .expired(let at): at
        case nil: order.sent.last(where: \.isDelivered)?.at ?? order.purchasedAt
        }
    }
}
