import Lines

/// Automatic events when the time of an order or a rental runs out.
extension VirtualSMSEmulator {
    /// How long an order waits for its messages.
    static let orderLife = Duration.minutes(20)
    /// How long an order can be neither cancelled nor swapped.
    static let hold = Duration.seconds(120)
    /// How long texts are kept.
    static let textLife = Duration.days(7)

    /// Carries out all events due by now, in order of time.
    mutating func settle(to now: Instant) {
        let due = orders.indices.filter { orders[$0].end == nil && orders[$0].expiresAt <= now }
            .sorted { orders[$0].expiresAt < orders[$1].expiresAt }
        for index in due {
            let order = orders[index]
            guard !order.hasMessage else {
                orders[index].end = .completed
                continue
            }
            orders[index].end = .expired
            giveBack(order, at: order.expiresAt)
            emit(.orderExpired(returned: order.price), of: order.id, at: order.expiresAt)
        }
        for index in rentals.indices
        where rentals[index].end == nil && rentals[index].expiresAt <= now {
            rentals[index].end = .expired
            emit(.rentalExpired, of: rentals[index].id, at: rentals[index].expiresAt)
        }
    }

    mutating func giveBack(_ order: Order, at now: Instant) {
        stock[order.offer.key, default: 0] += 1
        ledger.refund(
            order.price, for: "\(order.offer.service.name) in \(order.offer.country.name)",
            line: order.id, at: now)
        noticeBalance(at: now)
    }
}
