import ProviderEmulator
import Providers

extension ProviderCase {
    static func smspool(_ generation: EmulatorGeneration) -> ProviderCase {
        let isCurrent = generation == .current
        return ProviderCase(
            provider: "smspool", generation: generation,
            endpoints: [
                .countries: "country/retrieve_all", .services: "service/retrieve_all",
                .offer: "request/price", .suggestions: "request/suggested_countries",
                .pools: "request/pricing", .prices: "request/pricing",
                .rentalOffers: "rental/retrieve_all", .order: "purchase/sms",
                .rent: "purchase/rental", .extend: "rental/extend", .refund: "rental/refund",
                .cancel: "sms/cancel", .resend: "sms/resend", .status: "rental/retrieve_status",
                .messages: "rental/retrieve_messages", .check: "sms/check",
                .active: "request/active", .past: "request/history", .rentals: "rental/retrieve",
                .balance: "request/balance",
            ],
            publicCalls: [.countries, .services, .suggestions, .pools, .prices, .rentalOffers],
            products: .smspool,
            traits: isCurrent
                ? [
                    .tellsEndInChecks, .tellsTexts, .saysRefunded, .tellsMissingMoney,
                    .tellsMessagesInHistory,
                    .tellsOrderPrice, .tellsExtensionEnd, .tellsReturnedSum, .tellsPricesInLists,
                    .resendsUnderNewID, .hasRefundTerms, .hasUnrefundableRentals,
                    .tellsProductsInLists, .rentalsSleep, .hasFixedRentals,
                    .resendStartsOver,
                ]
                : [
                    .tellsEndInChecks, .tellsTexts, .saysRefunded, .tellsMissingMoney,
                    .tellsMessagesInHistory, .tellsProductsInLists, .rentalsSleep, .hasFixedRentals,
                    .resendStartsOver,
                ],
            refusals: isCurrent ? currentRefusals : documentRefusals,
            cancelHold: .seconds(120), refundWindow: .seconds(12 * 3600), resends: 2,
            account: { transport, url, key, patience in
                SMSPool(
                    transport: transport, baseURL: url, key: key,
                    deadlines: patience.map { .init(reads: $0, payments: $0) } ?? .init())
            })
    }

    private static let currentRefusals: [RefusalCase: Refusal] = [
        .orderSoldOut: .outOfStock, .rentalSoldOut: .outOfStock, .unknownOffer: .unknownOffer,
        .cancelledTwice: .notCancellable, .cancelledAfterCode: .notCancellable,
        .cancelledAfterExpiry: .alreadyRefunded, .unknownOrderCancelled: .notFound,
        .unknownOrderResent: .notFound,
    ]

    /// A cancel is refused without a reason, and many other calls with one generic sentence.
    private static let documentRefusals: [RefusalCase: Refusal] = [
        .orderSoldOut: .notInCountry, .rentalSoldOut: .providerFailed,
        .unknownOffer: .providerFailed, .cancelledTwice: .tooEarly,
        .cancelledAfterCode: .tooEarly, .cancelledAfterExpiry: .tooEarly,
        .unknownOrderCancelled: .tooEarly, .unknownOrderResent: .notResendable,
    ]
}

extension TestProducts {
    static let smspool = TestProducts(
        inStock: ActivationOrder(service: "1012", country: "3"),
        byName: ActivationOrder(
            service: "Amazon / Amazon Web Services", country: "United Kingdom"),
        soldOut: ActivationOrder(service: "700", country: "23"),
        notSold: ActivationOrder(service: "700", country: "10"),
        sleeping: TestRental("7", days: 7, of: [7, 14, 30], price: 9),
        listening: TestRental("24", days: 7, of: [7, 30], price: 14),
        fixed: TestRental("3", days: 3, of: [1, 3, 7], price: 7),
        unrefundable: TestRental("10", days: 3, of: [3, 7], price: 4),
        soldOutRental: TestRental("23", days: 30, of: [30], price: 28),
        single: TestRental("7", days: 30, of: [30], price: 15, service: "1012"))
}
