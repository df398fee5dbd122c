package import Lines

/// Buys, extends and returns rentals, and reads their status. Days are sent as hours.
extension VirtualSMS {
    package func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        let days = try wholeDays(order.days)
        switch VirtualSMSRentalID(order.offer) {
        case .own(let country)?:
            let answer = try await ask(
                .rent,
                body: .body([
                    "country": .string(country),
                    "rental_type": .string(order.service == nil ? "full" : "service"),
                    "duration_hours": .number(String(days * 24)),
                    "service": order.service.map(JSONValue.string), "auto_renew": .bool(false),
                ]))
            return try purchase(order, answer)
        case .network(let country, let service)?:
            guard VirtualSMSRentalID.networkDays.contains(days) else {
                throw .wrongDays(available: VirtualSMSRentalID.networkDays)
            }
            guard let number = VirtualSMSRentalID.networkNumber(of: country) else {
                throw .unknownOffer
            }
            let answer = try await ask(
                .rentNetwork,
                body: .body([
                    "service": .string(service), "country": .number(String(number)),
                    "duration_hours": .number(String(days * 24)), "provider": .string("network"),
                ]))
            return try purchase(order, answer)
        case nil: throw .unknownOffer
        }
    }

    private func purchase(
        _ order: RentalOrder, _ answer: VirtualSMSAnswer
    ) throws(ProviderError) -> Answer<Purchase> {
        let entry = answer.inner("rental")
        guard let id = entry.text("rental_id", "id") else { throw answer.unrecognised }
        var purchase = Purchase(
            providerID: id, number: PhoneNumber.international(entry.text("phone_number")))
        purchase.service = entry.text("service", "service_id") ?? order.service
        purchase.price = entry.price("price", "retail_cost")
        purchase.expiresAt = entry.instant("expires_at", zone: timeZone)
        purchase.product = order.offer
        purchase.days = order.days
        return answer.answer(purchase)
    }

    package func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension> {
        let days = try wholeDays(days)
        let answer = try await ask(
            .extend(providerID), body: .body(["duration_hours": .number(String(days * 24))]))
        try answer.requireSuccess(or: "new_expires_at")
        return answer.answer(
            Extension(
                expiresAt: answer.inner("rental").instant(
                    "new_expires_at", "expires_at", zone: timeZone)))
    }

    package func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?> {
        let answer = try await ask(.giveBack(providerID))
        try answer.requireSuccess(or: "refund", "refund_amount")
        let returned = answer.inner("rental").price("refund_amount", "refund")
        if returned == .zero { throw .refundClosed }
        return answer.answer(returned)
    }

    private func wholeDays(_ days: Int) throws(ProviderError) -> Int {
        guard (1...3650).contains(days) else { throw .wrongDays(available: []) }
        return days
    }

    /// Every rental currently held.
    package func rentals() async throws(ProviderError) -> Answer<[HeldRental]> {
        let list = try await allRentals(status: nil)
        return list.map { rentals in
            rentals.filter { $0.isHeld(at: list.there) }.map { rental in
                var held = HeldRental(providerID: rental.id)
                held.number = rental.number
                held.country = rental.country
                held.product = rental.product
                held.expiresAt = rental.expiresAt
                return held
            }
        }
    }

    /// Rentals as listed: the active ones, or all past and present ones.
    ///
    /// - Parameter status: nil leaves it to the provider, which then lists the active ones.
    func allRentals(status: String?) async throws(ProviderError) -> Answer<[VirtualSMSRental]> {
        let answer = try await ask(.rentals, query: status.map { [("status", $0)] } ?? [])
        var rentals: [VirtualSMSRental] = []
        for entry in try answer.objects("rentals") {
            guard let rental = VirtualSMSRental(entry, zone: timeZone) else {
                throw answer.unrecognised
            }
            rentals.append(rental)
        }
        return answer.answer(rentals)
    }

    /// One rental, from the lists: the protocol has no call for a single one.
    package func rental(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<VirtualSMSRental> {
        for status in [nil, "all"] {
            let list = try await allRentals(status: status)
            if let rental = list.value.first(where: { $0.id == providerID }) {
                return list.map { _ in rental }
            }
            // The provider's other lists end at this length: a missing rental may come after it.
            if status != nil, list.value.count >= Self.shortestCut {
                throw .badRequest(["its list of rentals may be incomplete"])
            }
        }
        throw .notFound
    }

    private static let shortestCut = 50

    /// Its numbers are always on.
    package func status(
        of providerID: String
    ) async throws(ProviderError) -> Answer<RentalStatus> {
        let rental = try await rental(providerID)
        return rental.map { value in
            RentalStatus(
                isAvailable: value.isHeld(at: rental.there), expiresAt: value.expiresAt,
                number: value.number, autoExtend: value.renewsItself)
        }
    }

    /// The messages of a rental, as far as they can be requested.
    ///
    /// No call for them is known: texts are sent to webhooks. The list has their number, and zero
    /// is an answer. Otherwise the call for an order is tried, which is only presumed to show those
    /// of a rental; if it fails, nothing is assumed, least of all that there were none.
    package func messages(
        of providerID: String
    ) async throws(ProviderError) -> Answer<[ReceivedMessage]> {
        let rental = try await rental(providerID)
        if rental.value.messageCount == 0 { return rental.map { _ in [] } }
        do throws(ProviderError) {
            let answer = try await ask(.order(providerID))
            let messages = answer.messages(of: answer.inner("order"))
            if !messages.isEmpty { return answer.answer(messages) }
        } catch  where error.meaning == .notFound {
        } catch .blocked(404, _) {
        }
        throw .onlyPushed(count: rental.value.messageCount)
    }
}
