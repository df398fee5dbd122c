package import Lines

extension SMSPoolEmulator {
    /// `/rental/refund`: within the window, before the first message, and once.
    mutating func refundRental(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try rentalIndex(request)
        let rental = rentals[index]
        if case .refunded = rental.end { throw .alreadyRefunded }
        guard isRefundable(rental, at: now) else { throw .refundClosed }
        rentals[index].end = .refunded(now)
        rentals[index].autoExtend = false
        rentalStock[rental.product.id, default: 0] += 1
        ledger.refund(
            rental.price, for: "\(rental.product.tag), \(rental.days) days", line: rental.code,
            at: now)
        return ["success": 1, "message": "Your rental has been refunded!"]
    }

    /// The document has one rule for all; now every product has its own.
    private func isRefundable(_ rental: Rental, at now: Instant) -> Bool {
        guard rental.end == nil, !rental.hasReceived else { return false }
        let product = rental.product
        let age = now - rental.purchasedAt
        switch generation {
        case .document: return age <= .hours(12)
        case .current:
            return product.isRefundable && rental.days >= product.refundMinDays
                && age <= .hours(product.refundWithin)
        }
    }

    /// `/rental/extend`
    mutating func extendRental(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try rentalIndex(request)
        let rental = rentals[index]
        guard rental.end == nil, rental.product.isExtendable else { throw .notExtendable }
        guard let days = request.value("days").flatMap({ Int($0) }),
            let price = rental.extensionPrice(days: days, in: generation)
        else { throw .invalidDays(available: rental.availableDays) }
        guard ledger.covers(price) else { throw .topUp(missing: price - ledger.balance) }
        ledger.charge(
            price, for: "\(rental.product.tag), \(days) more days", line: rental.code, at: now)
        rentals[index].expiresAt = rental.expiresAt + .days(days)
        let message: JSON = "Your rental has been succesfully extended!"
        guard generation == .current else { return ["success": 1, "message": message] }
        return [
            "success": 1, "message": message, "expiration_date": expiration(rentals[index]),
        ]
    }

    package func extensionPrice(of id: String, days: Int) -> Money? {
        rentals.first { $0.code == id }?.extensionPrice(days: days, in: generation)
    }

    /// `/rental/auto_extend`: takes no value, so it can only toggle.
    mutating func toggleAutoExtend(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let index = try rentalIndex(request)
        guard rentals[index].end == nil, rentals[index].product.isExtendable else {
            throw .notExtendable
        }
        rentals[index].autoExtend.toggle()
        return [
            "success": 1, "auto_extend": rentals[index].autoExtend ? 1 : 0,
            "message": "Your auto extension status has been updated.",
        ]
    }
}
