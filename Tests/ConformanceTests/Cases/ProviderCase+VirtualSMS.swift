import ProviderEmulator
import Providers

/// The table of VirtualSMS for the conformance suite.
extension ProviderCase {
    static func virtualsms(_ generation: EmulatorGeneration) -> ProviderCase {
        let traits: Set<ProviderTrait> = [
            .tellsOrderPrice, .tellsExtensionEnd, .tellsReturnedSum, .tellsPricesInLists,
            .hasRefundTerms, .tellsEndInChecks, .tellsTexts, .tellsMissingMoney,
            .tellsRentalPrice,
        ]
        return ProviderCase(
            provider: "virtualsms", generation: generation,
            endpoints: [
                .countries: "api/v1/customer/countries", .services: "api/v1/customer/services",
                .offer: "api/v1/price", .suggestions: "api/v1/catalog/countries",
                .rentalOffers: "api/v1/rentals/available", .order: "api/v1/customer/purchase",
                .rent: "api/v1/rentals", .extend: "api/v1/rentals/:id/extend",
                .refund: "api/v1/rentals/:id/cancel", .cancel: "api/v1/customer/cancel/:id",
                .resend: "api/v1/orders/:id/retry", .status: "api/v1/rentals",
                .messages: "api/v1/rentals", .check: "api/v1/customer/order/:id",
                .active: "api/v1/customer/orders", .past: "api/v1/customer/orders",
                .rentals: "api/v1/rentals", .balance: "api/v1/customer/balance",
            ],
            publicCalls: [.offer, .suggestions, .rentalOffers], products: .virtualsms,
            traits: generation == .current ? traits.union([.tellsMessagesInHistory]) : traits,
            refusals: [
                .orderSoldOut: .outOfStock, .rentalSoldOut: .outOfStock,
                .unknownOffer: .unknownOffer, .cancelledTwice: .alreadyRefunded,
                .cancelledAfterCode: .notCancellable, .cancelledAfterExpiry: .notCancellable,
                .unknownOrderCancelled: .notFound, .unknownOrderResent: .notFound,
            ],
            cancelHold: .seconds(120), refundWindow: .seconds(1200), resends: 0,
            account: { transport, url, key, patience in
                VirtualSMS(
                    transport: transport, baseURL: url, key: key,
                    deadlines: patience.map { .init(reads: $0, payments: $0) } ?? .init())
            })
    }
}

extension TestProducts {
    /// Every rental is always on, can be extended, and is refunded by the same rule.
    static let virtualsms = TestProducts(
        inStock: ActivationOrder(service: "wa", country: "NL"),
        byName: ActivationOrder(service: "tg", country: "CI"),
        soldOut: ActivationOrder(service: "ts", country: "FR"),
        notSold: ActivationOrder(service: "ts", country: "EE"),
        sleeping: TestRental("GB", days: 7, of: [1, 3, 7, 30], price: 9),
        listening: TestRental("NL", days: 3, of: [1, 3, 7], price: 7),
        fixed: TestRental("EE", days: 3, of: [1, 3, 7], price: 3),
        unrefundable: TestRental("EE", days: 3, of: [1, 3, 7], price: 3),
        soldOutRental: TestRental("FR", days: 30, of: [30], price: 30),
        single: TestRental("GB", days: 7, of: [1, 3, 7], price: 5, service: "wa"))
}
