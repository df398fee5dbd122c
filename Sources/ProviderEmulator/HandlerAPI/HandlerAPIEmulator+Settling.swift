import Lines

/// Automatic events when the time of an order or rental runs out.
extension HandlerAPIEmulator {
    /// Carries out all events due by now, in order of time, so that the ledger is the same however
    /// rarely anybody asks.
    mutating func settle(to now: Instant) {
        let due = orders.indices.filter { orders[$0].end == nil && orders[$0].expiresAt <= now }
            .sorted { orders[$0].expiresAt < orders[$1].expiresAt }
        for index in due {
            // An order that received something got what it paid for.
            guard !orders[index].hasReceived else {
                orders[index].end = .done
                continue
            }
            orders[index].end = .cancelled
            giveBack(orders[index], at: orders[index].expiresAt)
        }
        for index in rentals.indices
        where rentals[index].end == nil && rentals[index].expiresAt <= now {
            rentals[index].end = .finished
        }
    }

    mutating func giveBack(_ order: Order, at now: Instant) {
        stock[order.pair, default: 0] += 1
        ledger.refund(order.price, for: order.pair.title, line: order.id, at: now)
    }
}
