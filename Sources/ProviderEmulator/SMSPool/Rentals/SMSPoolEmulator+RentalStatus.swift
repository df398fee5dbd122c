import Lines

extension SMSPoolEmulator {
    /// `/rental/retrieve_status`: this call switches the line on or keeps it on.
    mutating func rentalStatus(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try rentalIndex(request)
        rentals[index].wake(at: now)
        let rental = rentals[index]
        let available: JSON = rental.isAvailable(at: now) ? 1 : 0
        let expiry = JSON.int(rental.expiresAt.unixSeconds)
        let status: JSON =
            switch generation {
            case .document:
                [
                    "expiry": expiry, "available": available,
                    "phonenumber": .string(rental.number),
                    "activeFor": .int(rental.product.activeFor),
                ]
            case .current:
                [
                    "activeFor": .int(rental.product.activeFor), "available": available,
                    "auto_extend": rental.autoExtend ? 1 : 0, "expiry": expiry,
                    "phonenumber": .string(rental.number),
                ]
            }
        return ["success": 1, "status": status]
    }

    /// `/rental/reset`: the port goes down for half a minute. Lines that are always on have none.
    mutating func resetRental(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try rentalIndex(request)
        let rental = rentals[index]
        guard rental.end == nil, rental.product.activeFor > 0 else { throw .notResettable }
        let back = now + .seconds(30)
        rentals[index].shift = Rental.Shift(
            from: back, until: back + .seconds(rental.product.activeFor))
        return [
            "success": 1,
            "message":
                "Your port has been reset succesfully, please wait up to 3 minutes for incoming messages.",
        ]
    }
}

extension SMSPoolEmulator.Rental {
    fileprivate mutating func wake(at now: Instant) {
        guard end == nil, product.activeFor > 0 else { return }
        let isOn = isAvailable(at: now) || isWaking(at: now)
        let from = isOn ? shift?.from : nil
        shift = Shift(
            from: from ?? now + .seconds(product.wakeSeconds),
            until: now + .seconds(product.activeFor))
    }
}
