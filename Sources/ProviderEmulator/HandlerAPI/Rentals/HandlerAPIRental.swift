import Lines

extension HandlerAPIEmulator {
    /// A number held for hours, in the provider's books.
    struct Rental: Sendable {
        enum End: Sendable, Equatable {
            case finished
            /// Returned for a refund.
            case cancelled
            /// Blocked by its operator and refunded.
            case revoked
        }

        /// One paid period.
        struct PaidPeriod: Sendable {
            var at: Instant
            var hours: Int
            var price: Money
        }

        let id: String
        let country: HandlerAPICatalogue.Country
        /// Nil for any service.
        let service: HandlerAPICatalogue.Service?
        /// Digits with the country code.
        let number: String
        let price: Money
        let rentedAt: Instant
        var expiresAt: Instant
        var paidPeriods: [PaidPeriod]
        var end: End?
        /// The webhook given at the purchase.
        var url: String?
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var title: String { "\(service?.name ?? "any service") in \(country.name)" }
    }

    /// The maximum number of hours that can be paid for at once.
    static let mostHours = 1344

    func rentalIndex(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> Int {
        let id = request.value("id")
        guard let index = rentals.firstIndex(where: { $0.id == id }) else { throw .noRental }
        return index
    }

    /// The hours, under the newer name or the older one.
    func hours(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> Int {
        let text =
            request.value("rent_time") ?? request.value("time") ?? request.value("hours")
        guard let hours = text.flatMap({ Int($0) }), hours >= 2 else {
            throw HandlerAPIRefusal("INVALID_TIME")
        }
        guard hours <= HandlerAPIEmulator.mostHours else {
            throw HandlerAPIRefusal(
                "MAX_HOURS_EXCEED", info: ["max": .int(HandlerAPIEmulator.mostHours)])
        }
        return hours
    }

    /// Per day begun: two for any service, one for a single one.
    func price(hours: Int, of service: HandlerAPICatalogue.Service?) -> Money {
        let days = Int64((hours + 23) / 24)
        return Money(
            tenThousandths: days * (service == nil ? 2_0000 : 1_0000),
            currency: catalogue.currency)
    }
}
