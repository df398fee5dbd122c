import Lines
import ProviderEmulator
import Providers

/// The table of 1001SMS for the conformance suite.
extension ProviderCase {
    static func sms1001(_ generation: EmulatorGeneration) -> ProviderCase {
        ProviderCase(
            provider: "1001sms", generation: generation,
            endpoints: [
                .countries: "api/v1/informative/countries",
                .services: "api/v1/informative/services",
                .offer: "api/v1/informative/pricing",
                .suggestions: "api/v1/informative/pricing",
                .pools: "api/v1/informative/pricing", .prices: "api/v1/informative/pricing",
                .order: "api/v1/activations/order", .cancel: "api/v1/activations/cancel",
                .check: "api/v1/activations/check", .active: "api/v1/activations/active",
                .past: "api/v1/activations/history", .balance: "api/v1/informative/balance",
            ],
            publicCalls: [], products: .sms1001,
            traits: [
                .tellsOrderPrice, .tellsReturnedSum, .tellsPricesInLists, .tellsEndInChecks,
                .tellsTexts, .saysRefunded, .tellsMissingMoney,
            ],
            refusals: [
                .orderSoldOut: .outOfStock, .cancelledTwice: .alreadyRefunded,
                .cancelledAfterCode: .notCancellable, .cancelledAfterExpiry: .alreadyRefunded,
                .unknownOrderCancelled: .notFound,
            ],
            cancelHold: .seconds(120), refundWindow: .zero, resends: 0,
            account: { transport, url, key, patience in
                SMS1001(
                    transport: transport, baseURL: url, key: key,
                    deadlines: patience.map { .init(reads: $0, payments: $0) } ?? .init())
            })
    }
}

extension TestProducts {
    static let sms1001 = TestProducts(
        inStock: ActivationOrder(service: "whatsapp", country: "netherlands"),
        byName: ActivationOrder(service: "imo", country: "Côte d'Ivoire"),
        soldOut: ActivationOrder(service: "paypal", country: "france"),
        notSold: ActivationOrder(service: "paypal", country: "estonia"),
        sleeping: .none, listening: .none, fixed: .none, unrefundable: .none,
        soldOutRental: .none, single: .none)
}

extension TestRental {
    /// The provider has no rentals: no story asks for one.
    fileprivate static let none = TestRental("", days: 0, of: [], price: 0)
}
