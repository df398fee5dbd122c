import Lines

extension SMSPoolEmulator {
    /// A number held for days, in the provider's books.
    struct Rental: Sendable {
        enum End: Sendable, Equatable {
            case expired(Instant)
            case refunded(Instant)
        }

        /// A period in which a line is on: from a few seconds after a status call until `activeFor`
        /// has run out.
        struct Shift: Sendable {
            var from: Instant
            var until: Instant
        }

        let code: String
        /// Digits with the country code.
        let number: String
        let product: SMSPoolRentalProduct
        let service: SMSPoolCatalogue.Service?
        let days: Int
        let price: Money
        let purchasedAt: Instant
        var expiresAt: Instant
        var end: End?
        var autoExtend = false
        var shift: Shift?
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var hasReceived: Bool { sent.contains(where: \.isDelivered) }

        func isAvailable(at now: Instant) -> Bool {
            guard end == nil, now < expiresAt else { return false }
            guard product.activeFor > 0 else { return true }
            return shift.map { $0.from <= now && now < $0.until } ?? false
        }

        func isWaking(at now: Instant) -> Bool {
            shift.map { now < $0.from } ?? false
        }

        /// The price of additional days, or nil if they are not sold. The document has one price
        /// for all.
        func extensionPrice(days: Int, in generation: EmulatorGeneration) -> Money? {
            guard product.isExtendable else { return nil }
            guard generation == .current else {
                return product.price(days: days, singleService: service != nil)
            }
            return product.extensionPrice(days: days, singleService: service != nil)
        }

        var state: String {
            switch end {
            case .expired: "expired"
            case .refunded: "refunded"
            case nil: "active"
            }
        }

        var availableDays: [Int] {
            (service == nil ? product.pricing : product.singleService).map(\.days)
        }
    }

    func rentalIndex(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> Int {
        let code = request.value("rental_code")
        guard let index = rentals.firstIndex(where: { $0.code == code }) else {
            throw .rentalNotFound
        }
        return index
    }
}
