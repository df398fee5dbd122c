package import Lines

/// Renting, extending and returning a number.
extension VirtualSMSEmulator {
    /// `POST /rentals`: one of the provider's own numbers, for any service or for one.
    mutating func rent(_ body: JSON, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        guard let country = catalogue.country(body["country"]?.text ?? ""),
            let place = VirtualSMSCatalogue.rentals.first(where: { $0.country == country.code })
        else { throw .unknownCountry }
        let kind = body["rental_type"]?.text ?? ""
        guard ["full", "service"].contains(kind) else { throw .invalid("Invalid rental_type") }
        var service: VirtualSMSCatalogue.Service?
        if kind == "service" {
            service = catalogue.service(body["service"]?.text ?? "")
            guard service != nil, !place.service.isEmpty else { throw .unknownService }
        }
        let prices = VirtualSMSEmulator.prices(
            of: country.code, forService: service != nil, fromNetwork: false)
        let (hours, price) = try price(body["duration_hours"], among: prices)
        guard place.stock > 0 else { throw .noNumbers }
        let rental = try book(
            country, service, hours, price, isFromNetwork: false,
            renewsItself: body["auto_renew"] == true, at: now)
        return [
            "success": true, "rental_id": .string(rental.id),
            "phone_number": written(rental.number), "rental_type": .string(kind),
            "service": service.map { .string($0.code) } ?? .null,
            "duration": "\(hours)h", "price": VirtualSMSWire.number(price),
            "started_at": VirtualSMSWire.time(now),
            "expires_at": VirtualSMSWire.time(rental.expiresAt),
            "auto_renew": .bool(rental.renewsItself), "status": "active",
        ]
    }

    /// `POST /rentals/provider`: a number of the network for one service, whose answer has fewer
    /// fields.
    mutating func rentFromNetwork(
        _ body: JSON, at now: Instant
    ) throws(VirtualSMSRefusal) -> JSON {
        guard body["provider"] == "network" else { throw .invalid("Invalid provider") }
        guard case .number(let digits)? = body["country"],
            let country = VirtualSMSCatalogue.countries.first(where: {
                String($0.networkNumber) == digits
            })
        else { throw .unknownCountry }
        guard let service = catalogue.service(body["service"]?.text ?? "") else {
            throw .unknownService
        }
        let prices = VirtualSMSEmulator.prices(
            of: country.code, forService: true, fromNetwork: true)
        let (hours, price) = try price(body["duration_hours"], among: prices)
        let rental = try book(
            country, service, hours, price, isFromNetwork: true, renewsItself: false, at: now)
        return [
            "success": true, "rental_id": .string(rental.id),
            "phone_number": written(rental.number),
            "expires_at": VirtualSMSWire.time(rental.expiresAt),
            "retail_cost": VirtualSMSWire.number(price), "currency": "USD",
        ]
    }

    private mutating func book(
        _ country: VirtualSMSCatalogue.Country, _ service: VirtualSMSCatalogue.Service?,
        _ hours: Int, _ price: Money, isFromNetwork: Bool, renewsItself: Bool, at now: Instant
    ) throws(VirtualSMSRefusal) -> Rental {
        let id = ids.uuid()
        try pay(price, for: "Rental in \(country.name)", line: id, at: now)
        let rental = Rental(
            id: id, country: country, service: service, isFromNetwork: isFromNetwork,
            number: ids.number(in: country), price: price, startedAt: now,
            renewsItself: renewsItself, hours: hours, expiresAt: now + .hours(hours))
        rentals.append(rental)
        emit(.rented, of: id, at: now)
        return rental
    }

    private mutating func pay(
        _ price: Money, for what: String, line: String, at now: Instant
    ) throws(VirtualSMSRefusal) {
        guard ledger.covers(price) else {
            throw .insufficientBalance(required: price, current: ledger.balance)
        }
        ledger.charge(price, for: what, line: line, at: now)
        noticeBalance(at: now)
    }

    /// The requested hours and their price; hours must be a number.
    private func price(
        _ duration: JSON?, among prices: [(hours: Int, price: Money)]
    ) throws(VirtualSMSRefusal) -> (hours: Int, price: Money) {
        guard case .number(let digits)? = duration, let hours = Int(digits),
            let found = prices.first(where: { $0.hours == hours })
        else { throw .wrongDuration(prices.map(\.hours)) }
        return found
    }

    package func extensionPrice(of id: String, days: Int) -> Money? {
        let rental = rentals.first { $0.id == id && $0.end == nil }
        return rental?.prices.first { $0.hours == days * 24 }?.price
    }

    /// `/rentals/{id}/extend`, at the present price.
    mutating func extend(
        _ id: String, _ body: JSON, at now: Instant
    ) throws(VirtualSMSRefusal) -> JSON {
        let index = try rentalIndex(id)
        let rental = rentals[index]
        guard rental.end == nil else { throw .wrongStatus("extend rental", rental.status) }
        let (hours, price) = try price(body["duration_hours"], among: rental.prices)
        try pay(price, for: "Extension in \(rental.country.name)", line: id, at: now)
        rentals[index].expiresAt = rental.expiresAt + .hours(hours)
        rentals[index].hours += hours
        return [
            "success": true, "rental_id": .string(id),
            "new_expires_at": VirtualSMSWire.time(rentals[index].expiresAt),
            "price": VirtualSMSWire.number(price), "message": "Rental extended",
        ]
    }

    /// `/rentals/{id}/cancel`: a full refund within twenty minutes and before the first message.
    mutating func giveBack(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        let index = try rentalIndex(id)
        let rental = rentals[index]
        guard rental.end == nil else { throw .wrongStatus("cancel rental", rental.status) }
        guard rental.received.isEmpty else {
            throw .invalid("Rental is not refundable after the first SMS")
        }
        guard now - rental.startedAt <= VirtualSMSEmulator.refundWindow else {
            throw .invalid("Refund window of 20 minutes has passed")
        }
        rentals[index].end = .cancelled
        let paid = ledger.entries.filter { $0.line == id && $0.kind == .charge }
            .reduce(Money.zero) { $0 + $1.amount }
        ledger.refund(paid, for: "Rental in \(rental.country.name)", line: id, at: now)
        emit(.rentalCancelled(returned: paid), of: id, at: now)
        noticeBalance(at: now)
        return [
            "success": true, "rental_id": .string(id), "status": "cancelled",
            "refund": VirtualSMSWire.number(paid), "message": "Rental cancelled and refunded",
        ]
    }
}
