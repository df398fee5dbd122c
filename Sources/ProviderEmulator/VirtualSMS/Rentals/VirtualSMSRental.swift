import Lines

extension VirtualSMSEmulator {
    /// A number rented for days, in the provider's books.
    struct Rental: Sendable {
        enum End: String, Sendable {
            case expired, cancelled
        }

        let id: String
        let country: VirtualSMSCatalogue.Country
        /// Nil if it receives from everybody.
        let service: VirtualSMSCatalogue.Service?
        let isFromNetwork: Bool
        let number: String
        let price: Money
        let startedAt: Instant
        let renewsItself: Bool
        var hours: Int
        var expiresAt: Instant
        var end: End?
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var status: String { end?.rawValue ?? "active" }

        /// The hours it can be rented and extended for, with prices.
        var prices: [(hours: Int, price: Money)] {
            VirtualSMSEmulator.prices(
                of: country.code, forService: service != nil, fromNetwork: isFromNetwork)
        }
    }

    /// The time after the purchase in which an unused rental is refunded.
    static let refundWindow = Duration.minutes(20)

    static func prices(
        of country: String, forService: Bool, fromNetwork: Bool
    ) -> [(hours: Int, price: Money)] {
        if fromNetwork {
            return VirtualSMSCatalogue.networkPrices.map {
                ($0.hours, Money(tenThousandths: $0.cents * 100))
            }
        }
        let own = VirtualSMSCatalogue.rentals.first { $0.country == country }
        return ((forService ? own?.service : own?.full) ?? []).map {
            ($0.hours, Money(tenThousandths: Int64($0.dollars) * 10_000))
        }
    }

    func rentalIndex(_ id: String) throws(VirtualSMSRefusal) -> Int {
        guard let index = rentals.firstIndex(where: { $0.id == id }) else {
            throw .notFound("Rental")
        }
        return index
    }
}
