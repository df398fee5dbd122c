import Lines

extension SMSPoolEmulator {
    /// Carries out all events due by now, in order of time, so that the ledger is the same however
    /// rarely anybody asks.
    mutating func settle(to now: Instant) {
        while let due = nextDue(by: now) {
            switch due {
            case .order(let index): expireOrder(index)
            case .rental(let index): expireRental(index)
            }
        }
    }

    private enum Due {
        case order(Int)
        case rental(Int)
    }

    private func nextDue(by now: Instant) -> Due? {
        var due: Due?
        var earliest = now
        for (index, order) in orders.enumerated()
        where order.isWaiting && order.expiresAt <= earliest {
            if due == nil || order.expiresAt < earliest { due = .order(index) }
            earliest = order.expiresAt
        }
        for (index, rental) in rentals.enumerated()
        where rental.end == nil && rental.expiresAt <= earliest {
            if due == nil || rental.expiresAt < earliest { due = .rental(index) }
            earliest = rental.expiresAt
        }
        return due
    }

    /// An order that never received its message is refunded automatically; one that waited in vain
    /// for another message got what it paid for.
    private mutating func expireOrder(_ index: Int) {
        guard !orders[index].hasReceived else {
            orders[index].awaitsAnother = false
            return
        }
        orders[index].end = .expired(orders[index].expiresAt)
        giveBack(orders[index], at: orders[index].expiresAt)
    }

    mutating func giveBack(_ order: Order, at now: Instant) {
        stock[order.offer.key, default: 0] += 1
        ledger.refund(
            order.price, for: "\(order.offer.service.name) in \(order.offer.country.name)",
            line: order.id, at: now)
    }

    /// A rental with automatic extension stays as long as the balance suffices.
    private mutating func expireRental(_ index: Int) {
        let rental = rentals[index]
        if rental.autoExtend, let price = rental.extensionPrice(days: rental.days, in: generation),
            ledger.covers(price)
        {
            ledger.charge(
                price, for: "\(rental.product.tag), \(rental.days) more days", line: rental.code,
                at: rental.expiresAt)
            rentals[index].expiresAt = rental.expiresAt + .days(rental.days)
            pushExtension(of: rental, success: true, at: rental.expiresAt)
            return
        }
        if rental.autoExtend { pushExtension(of: rental, success: false, at: rental.expiresAt) }
        rentals[index].autoExtend = false
        rentals[index].end = .expired(rental.expiresAt)
        rentalStock[rental.product.id, default: 0] += 1
    }
}
