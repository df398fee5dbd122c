import Lines
import ProviderEmulator
import Providers

/// The table of handler_api for the conformance suite, dialect by dialect.
extension ProviderCase {
    static let handlerAPI = HandlerAPIDialect.allCases.map(handlerAPI)

    static func handlerAPI(_ dialect: HandlerAPIDialect) -> ProviderCase {
        let isWhole = dialect == .original || dialect == .clone
        return ProviderCase(
            provider: dialect == .original ? "handler-api" : "handler-api-\(dialect.rawValue)",
            generation: .current,
            endpoints: isWhole ? wholeEndpoints(dialect) : narrowEndpoints(dialect),
            publicCalls: [], keyGoesIntoURLs: isWhole, table: dialect.capabilities,
            products: isWhole ? .handlerAPI : dialect == .daisysms ? .daisysms : .handlerAPIOrders,
            traits: isWhole ? wholeHabits(dialect) : narrowHabits(dialect),
            refusals: [
                .orderSoldOut: .outOfStock, .rentalSoldOut: .outOfStock,
                .unknownOffer: .unknownOffer, .cancelledTwice: .notCancellable,
                .cancelledAfterCode: .notCancellable, .cancelledAfterExpiry: .notCancellable,
                .unknownOrderCancelled: .notFound, .unknownOrderResent: .notFound,
            ],
            cancelHold: dialect == .daisysms ? nil : .seconds(120),
            refundWindow: .seconds(1200), resends: 2,
            account: { transport, url, key, patience in
                HandlerAPI(
                    transport: transport, baseURL: url, key: key, dialect: dialect,
                    deadlines: patience.map { .init(reads: $0, payments: $0) } ?? .init())
            })
    }

    private static func wholeEndpoints(_ dialect: HandlerAPIDialect) -> [ProviderCall: String] {
        [
            .countries: "getCountries", .services: "getServicesList", .offer: "getPrices",
            .suggestions: "getTopCountriesByService", .pools: "getPrices", .prices: "getPrices",
            .rentalOffers: "getRentServicesAndCountries",
            // A clone lacks the newer call, and is then asked with the older one.
            .order: dialect == .original ? "getNumberV2" : "getNumber",
            .rent: "getRentNumber", .extend: "continueRentNumber", .refund: "setRentStatus",
            .cancel: "setStatus", .resend: "setStatus", .status: "getRentStatus",
            .messages: "getRentStatus", .check: "getStatus", .active: "getActiveActivations",
            .past: "getHistory", .rentals: "getRentList", .balance: "getBalance",
        ]
    }

    private static func narrowEndpoints(_ dialect: HandlerAPIDialect) -> [ProviderCall: String] {
        let isDaisy = dialect == .daisysms
        let prices = isDaisy ? "getPricesVerification" : "getPrices"
        var endpoints: [ProviderCall: String] = [
            .countries: isDaisy ? prices : "getCountries",
            .services: isDaisy ? prices : "getServices", .offer: prices, .order: "getNumber",
            .cancel: "setStatus", .check: "getStatus", .balance: "getBalance",
        ]
        endpoints[.resend] = isDaisy ? nil : "setStatus"
        endpoints[.suggestions] = isDaisy ? nil : prices
        endpoints[.prices] = isDaisy ? nil : prices
        return endpoints
    }

    private static func wholeHabits(_ dialect: HandlerAPIDialect) -> Set<ProviderTrait> {
        var traits: Set<ProviderTrait> = [
            .tellsTexts, .tellsMessagesInHistory, .tellsExtensionEnd, .tellsPricesInLists,
            .hidesPricesOfOpenOrders, .callsEveryEndCancelled, .callsUnsoldSoldOut,
            .rentsByTheHour, .tellsLittleOfRentals, .resendStartsOver,
        ]
        if dialect == .original { traits.insert(.tellsOrderPrice) }
        return traits
    }

    private static func narrowHabits(_ dialect: HandlerAPIDialect) -> Set<ProviderTrait> {
        dialect == .daisysms
            ? [
                .tellsOrderPrice, .tellsTexts, .tellsTextsInHeaders, .callsEveryEndCancelled,
                .forgetsEndedOrders,
            ] : [.callsEveryEndCancelled, .forgetsEndedOrders, .callsUnsoldSoldOut]
    }
}

extension TestProducts {
    static let handlerAPI = TestProducts(
        inStock: ActivationOrder(service: "wa", country: "16"),
        byName: ActivationOrder(service: "ig", country: "6"),
        soldOut: ActivationOrder(service: "ts", country: "78"),
        notSold: ActivationOrder(service: "ub", country: "43"),
        sleeping: TestRental("0:full", days: 7, of: [1, 7, 30], price: 14),
        listening: TestRental("0:tg", days: 7, of: [1, 7, 30], price: 7), fixed: .none,
        unrefundable: .none,
        soldOutRental: TestRental("0:ub", days: 30, of: [1, 7, 30], price: 30),
        single: TestRental("0:wa", days: 30, of: [1, 7, 30], price: 30))

    static let handlerAPIOrders = TestProducts(
        inStock: handlerAPI.inStock, byName: handlerAPI.byName, soldOut: handlerAPI.soldOut,
        notSold: handlerAPI.notSold, sleeping: .none, listening: .none, fixed: .none,
        unrefundable: .none, soldOutRental: .none, single: .none)

    /// It sells numbers of one country only, so any other country is not sold.
    static let daisysms = TestProducts(
        inStock: ActivationOrder(service: "wa", country: "187"),
        byName: ActivationOrder(service: "ig", country: "187"),
        soldOut: ActivationOrder(service: "ub", country: "187"),
        notSold: ActivationOrder(service: "wa", country: "0"),
        sleeping: .none, listening: .none, fixed: .none, unrefundable: .none,
        soldOutRental: .none, single: .none)
}

extension TestRental {
    /// Not sold: no story asks for it.
    fileprivate static let none = TestRental("", days: 0, of: [], price: 0)
}
