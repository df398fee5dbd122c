import ProviderEmulator
import Providers

extension ProviderCase {
    static let smsActivateDev = ProviderCase(
        provider: "sms-activate-dev", generation: .current,
        endpoints: [
            .offer: "api/v1/numbers/available", .order: "api/v1/numbers/buy",
            .check: "api/v1/activations/:id", .cancel: "api/v1/activations/:id",
            .balance: "api/v1/balance",
        ],
        publicCalls: [], products: .smsActivateDev,
        // The adapter asks for the price right before it buys.
        traits: [.tellsOrderPrice, .saysRefunded],
        refusals: [
            .orderSoldOut: .outOfStock, .cancelledTwice: .notCancellable,
            .cancelledAfterCode: .notCancellable, .cancelledAfterExpiry: .notCancellable,
            .unknownOrderCancelled: .notFound,
        ],
        cancelHold: nil, refundWindow: .zero, resends: 0,
        account: { transport, url, key, patience in
            SMSActivateDev(
                transport: transport, baseURL: url, key: key,
                deadlines: patience.map { .init(reads: $0, payments: $0) } ?? .init())
        })
}

extension TestProducts {
    static let smsActivateDev = TestProducts(
        inStock: ActivationOrder(service: "telegram", country: "ru"),
        byName: ActivationOrder(service: "whatsapp", country: "de"),
        soldOut: ActivationOrder(service: "discord", country: "ee"),
        notSold: ActivationOrder(service: "uber", country: "ru"),
        sleeping: .none, listening: .none, fixed: .none, unrefundable: .none,
        soldOutRental: .none, single: .none)
}

extension TestRental {
    /// The provider has no rentals: no story asks for one.
    fileprivate static let none = TestRental("", days: 0, of: [], price: 0)
}
