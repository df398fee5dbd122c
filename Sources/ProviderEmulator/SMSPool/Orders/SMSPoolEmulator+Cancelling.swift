import Lines

extension SMSPoolEmulator {
    /// `/sms/cancel`: refunds exactly the order's price.
    mutating func cancel(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try orderIndex(request)
        let order = orders[index]
        switch order.end {
        case .cancelled: throw .orderEnded("cancelled")
        case .expired: throw .orderEnded("refunded")
        case nil: break
        }
        guard !order.hasReceived else { throw .orderEnded("completed") }
        guard isPastLock(order, now) else { throw .cancelTooEarly }
        cancelOrder(index, at: now)
        guard generation == .current else { return ["success": 1] }
        let message =
            "The order has been cancelled, and you have been refunded "
            + "\(order.price.decimal) dollars."
        return ["success": 1, "message": .string(message)]
    }

    /// `/sms/cancel_all`: orders still locked are silently skipped.
    mutating func cancelAll(at now: Instant) -> JSON {
        let open = orders.indices.filter {
            orders[$0].end == nil && !orders[$0].hasReceived && isPastLock(orders[$0], now)
        }
        for index in open { cancelOrder(index, at: now) }
        return [
            "success": 1, "message": "Your active orders have been refunded",
            "refunded_orders": .array(open.map { .string(orders[$0].id) }),
        ]
    }

    private mutating func cancelOrder(_ index: Int, at now: Instant) {
        orders[index].end = .cancelled(now)
        giveBack(orders[index], at: now)
    }

    private func isPastLock(_ order: Order, _ now: Instant) -> Bool {
        now - order.purchasedAt >= SMSPoolEmulator.cancelLock
    }
}
