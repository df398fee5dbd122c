package import Lines

/// Renting, extending and returning.
extension HandlerAPIEmulator {
    /// The service that nobody can rent now.
    private static let soldOut = "ub"

    /// `getRentServicesAndCountries`: only prices in the older form.
    func listRentables(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let hours = try hours(request)
        _ = try catalogue.country(request)
        let wares = [nil] + HandlerAPICatalogue.services.map(Optional.some)
        let services = wares.map { service -> JSON.Member in
            let price = HandlerAPIWire.number(price(hours: hours, of: service))
            let quant = service?.code == HandlerAPIEmulator.soldOut ? 0 : 25
            return JSON.Member(
                service?.code ?? "full",
                dialect == .clone ? price : ["cost": price, "quant": .int(quant)])
        }
        return [
            "countries": .indexed(catalogue.countries.map { .number($0.id) }),
            "operators": ["0": "any"], "services": .object(services),
            "currency": HandlerAPIWire.currency(price(hours: hours, of: nil)),
        ]
    }

    /// `getRentNumber`
    mutating func rent(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> JSON {
        let isFull = request.value("service") == "full"
        let service = isFull ? nil : try catalogue.service(request)
        let country = try catalogue.country(request)
        let hours = try hours(request)
        guard service?.code != HandlerAPIEmulator.soldOut else {
            throw HandlerAPIRefusal("NO_NUMBERS")
        }
        let number = ids.number(in: country)
        let rental = try begin(country, service, number, hours: hours, at: now)
        rentals[rentals.count - 1].url =
            request.value("url").flatMap { VirtualSMSEmulator.mayBePosted(to: $0) ? $0 : nil }
        return phone(rental, dialect == .clone ? .spaced : .bare)
    }

    /// `continueRentNumber`: an ended rental is rented again under a new id.
    mutating func extend(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> JSON {
        let index = try rentalIndex(request)
        let hours = try hours(request)
        let rental = rentals[index]
        let form = dialect == .clone ? HandlerAPIWire.EndForm.zoned : .bare
        switch rental.end {
        case .cancelled, .revoked: throw HandlerAPIRefusal("RENT_DIE")
        case .finished:
            let again = try begin(
                rental.country, rental.service, rental.number, hours: hours, at: now)
            return phone(again, form)
        case nil: break
        }
        let price = price(hours: hours, of: rental.service)
        guard ledger.covers(price) else { throw noMoney }
        ledger.charge(price, for: "\(rental.title), \(hours) more hours", line: rental.id, at: now)
        rentals[index].expiresAt = rental.expiresAt + .hours(hours)
        rentals[index].paidPeriods.append(.init(at: now, hours: hours, price: price))
        return phone(rentals[index], form)
    }

    package func extensionPrice(of id: String, days: Int) -> Money? {
        guard days * 24 <= HandlerAPIEmulator.mostHours,
            let rental = rentals.first(where: { $0.id == id && $0.end == nil })
        else { return nil }
        return price(hours: days * 24, of: rental.service)
    }

    /// `continueRentInfo`
    func quoteExtension(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let rental = rentals[try rentalIndex(request)]
        let hours = try hours(request)
        let price = price(hours: hours, of: rental.service)
        let history = rental.paidPeriods.map { period -> JSON in
            [
                "createDate": .string(HandlerAPIWire.time(period.at)),
                "price": .string(HandlerAPIWire.short(period.price)), "hours": .int(period.hours),
            ]
        }
        return [
            "status": "success", "price": HandlerAPIWire.number(price),
            "currency": HandlerAPIWire.currency(price), "hours": .int(hours),
            "history": .indexed(history),
        ]
    }

    /// `getContinueRentPriceNumber`, which its document calls outdated.
    func quoteExtensionOnly(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let rental = rentals[try rentalIndex(request)]
        let price = price(hours: try hours(request), of: rental.service)
        return [
            "status": "success", "price": HandlerAPIWire.number(price),
            "currency": HandlerAPIWire.currency(price),
        ]
    }

    /// `setRentStatus`: a return is possible in the first twenty minutes, as long as nothing came.
    mutating func setRentStatus(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> JSON {
        let index = try rentalIndex(request)
        switch rentals[index].end {
        case .finished: throw HandlerAPIRefusal("ALREADY_FINISH")
        case .cancelled, .revoked: throw HandlerAPIRefusal("ALREADY_CANCEL")
        case nil: break
        }
        switch request.value("status") {
        case "1": rentals[index].end = .finished
        case "2":
            let rental = rentals[index]
            guard now - rental.rentedAt <= .minutes(20), rental.received.isEmpty else {
                throw HandlerAPIRefusal("CANT_CANCEL")
            }
            giveBack(index, as: .cancelled, at: now)
        default: throw HandlerAPIRefusal("INCORECT_STATUS")
        }
        return ["status": "success"]
    }

    /// An operator blocks a rented number, which is refunded.
    package mutating func revoke(rental id: String, at now: Instant) {
        settle(to: now)
        guard let index = rentals.firstIndex(where: { $0.id == id }), rentals[index].end == nil
        else { return }
        giveBack(index, as: .revoked, at: now)
    }

    private mutating func giveBack(_ index: Int, as end: Rental.End, at now: Instant) {
        let rental = rentals[index]
        rentals[index].end = end
        ledger.refund(rental.price, for: rental.title, line: rental.id, at: now)
    }

    mutating func begin(
        _ country: HandlerAPICatalogue.Country, _ service: HandlerAPICatalogue.Service?,
        _ number: String, hours: Int, at now: Instant
    ) throws(HandlerAPIRefusal) -> Rental {
        let price = price(hours: hours, of: service)
        guard ledger.covers(price) else { throw noMoney }
        let rental = Rental(
            id: ids.id(), country: country, service: service, number: number, price: price,
            rentedAt: now, expiresAt: now + .hours(hours),
            paidPeriods: [.init(at: now, hours: hours, price: price)])
        ledger.charge(price, for: "\(rental.title), \(hours) hours", line: rental.id, at: now)
        rentals.append(rental)
        return rental
    }

    private func phone(_ rental: Rental, _ form: HandlerAPIWire.EndForm) -> JSON {
        [
            "status": "success",
            "phone": [
                "id": .number(rental.id), "endDate": HandlerAPIWire.end(rental.expiresAt, form),
                "number": .string(rental.number),
            ],
        ]
    }
}
