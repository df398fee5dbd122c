package import Lines

/// Automatic events when an order's time runs out.
extension SMS1001Emulator {
    /// Carries out all events due by now, in order of time, so that the ledger is the same however
    /// rarely anybody asks.
    mutating func settle(to now: Instant) {
        let due = orders.indices.filter { orders[$0].end == nil && orders[$0].expiresAt <= now }
            .sorted { orders[$0].expiresAt < orders[$1].expiresAt }
        for index in due {
            let end = orders[index].expiresAt
            // Before a refund the supplier is asked one last time.
            orders[index].fetch()
            guard orders[index].stored.isEmpty else {
                orders[index].end = .completed(end)
                continue
            }
            orders[index].end = .expired(end)
            giveBack(orders[index], at: end)
        }
    }

    mutating func giveBack(_ order: Order, at now: Instant) {
        stock[order.offer.key, default: 0] += 1
        ledger.refund(
            order.price, for: "\(order.offer.service.name) in \(order.offer.country.name)",
            line: order.id, at: now)
    }

    /// The supplier withdraws an order's number, which the provider refunds automatically.
    package mutating func block(order id: String, at now: Instant) {
        settle(to: now)
        guard let index = orders.firstIndex(where: { $0.id == id }), orders[index].end == nil
        else { return }
        orders[index].end = .blocked(now)
        giveBack(orders[index], at: now)
    }
}
