import Lines

extension SMSPoolEmulator {
    /// `/purchase/rental`
    mutating func rent(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        guard let product = product(of: request) else { throw .invalidRentalProduct }
        let service = try rentedService(request, of: product)
        let pricing = service == nil ? product.pricing : product.singleService
        guard let offer = pricing.first(where: { String($0.days) == request.value("days") }) else {
            throw .invalidDays(available: pricing.map(\.days))
        }
        guard rentalStock[product.id, default: 0] > 0 else { throw .rentalOutOfStock }
        guard ledger.covers(offer.price) else {
            throw .topUp(missing: offer.price - ledger.balance)
        }
        let rental = book(product, service: service, days: offer.days, offer.price, at: now)
        return answer(for: rental)
    }

    /// Takes a number out of stock and its price off the balance.
    mutating func book(
        _ product: SMSPoolRentalProduct, service: SMSPoolCatalogue.Service? = nil, days: Int,
        _ price: Money, at now: Instant
    ) -> Rental {
        guard let country = catalogue.country(of: product) else {
            preconditionFailure("a rental product names a country the catalogue does not have")
        }
        let rental = Rental(
            code: ids.code(), number: country.callingCode + ids.number(in: country),
            product: product, service: service, days: days, price: price, purchasedAt: now,
            expiresAt: now + .days(days))
        rentalStock[product.id, default: 1] -= 1
        ledger.charge(price, for: "\(product.tag), \(days) days", line: rental.code, at: now)
        rentals.append(rental)
        return rental
    }

    private func rentedService(
        _ request: EmulatedRequest, of product: SMSPoolRentalProduct
    ) throws(SMSPoolRefusal) -> SMSPoolCatalogue.Service? {
        guard let text = request.value("service_id"), text != "0" else { return nil }
        guard !product.singleService.isEmpty, let service = catalogue.service(text) else {
            throw .serviceNotRentable
        }
        return service
    }

    private func answer(for rental: Rental) -> JSON {
        let message =
            "Your rental has been ordered, it will take upto 24 hours to activate your rental "
            + "although usually your rental will be issued instantly."
        let expiry = rental.expiresAt.unixSeconds
        let isCurrent = generation == .current
        return [
            "success": 1, "message": isCurrent ? .string(message) : "",
            "phonenumber": .string(rental.number), "days": .int(rental.days),
            "rental_code": .string(rental.code),
            "expiry": isCurrent ? .int(expiry) : .string(String(expiry)),
        ]
    }
}
