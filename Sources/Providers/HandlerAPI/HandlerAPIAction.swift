/// The calls that are used, by their action.
enum HandlerAPIAction: String, CaseIterable, Sendable {
    case balance = "getBalance"
    case balanceWithCashback = "getBalanceAndCashBack"
    case notifications = "getNotifications"
    case callStatus = "getIncomingCallStatus"
    case parseCall
    case prices = "getPrices"
    case verificationPrices = "getPricesVerification"
    case extendedPrices = "getPricesExtended"
    case countryRates = "getListOfTopCountriesByService"
    case countries = "getCountries"
    case services = "getServices"
    case serviceList = "getServicesList"
    case stock = "getNumbersStatus"
    case operators = "getOperators"
    case topCountries = "getTopCountriesByService"
    case order = "getNumber"
    case orderV2 = "getNumberV2"
    case again = "getExtraActivation"
    case againPrice = "checkExtraActivation"
    case shared = "getMultiServiceNumber"
    case besides = "getAdditionalService"
    case status = "getStatus"
    case statusV2 = "getStatusV2"
    case fullText = "getFullSms"
    case allTexts = "getAllSms"
    case setStatus
    case active = "getActiveActivations"
    case history = "getHistory"
    case rentables = "getRentServicesAndCountries"
    case rent = "getRentNumber"
    case rentStatus = "getRentStatus"
    case setRentStatus
    case rentals = "getRentList"
    case extend = "continueRentNumber"
    case extensionPrice = "continueRentInfo"
    case oldExtensionPrice = "getContinueRentPriceNumber"

    /// The operation it belongs to, unless the call names another.
    var operation: Capabilities.Operation {
        switch self {
        case .balance, .balanceWithCashback, .notifications: .balance
        case .callStatus, .parseCall: .order
        case .oldExtensionPrice: .extend
        case .countries, .services, .serviceList, .operators: .catalogue
        case .topCountries, .countryRates: .suggest
        case .extendedPrices: .pools
        case .again, .againPrice: .again
        case .shared, .besides: .share
        case .prices, .verificationPrices, .stock, .order, .orderV2, .status, .statusV2,
            .fullText, .allTexts:
            .order
        case .setStatus: .finish
        case .active: .listActive
        case .history: .listHistory
        case .rentables, .rent, .rentStatus, .setRentStatus: .rent
        case .rentals: .listRentals
        case .extend, .extensionPrice: .extend
        }
    }

    /// Whether it moves money or changes the state of a number.
    var isPayment: Bool {
        switch self {
        case .order, .orderV2, .again, .shared, .besides, .setStatus, .rent, .setRentStatus,
            .extend:
            true
        default: false
        }
    }

    /// Whether it concerns one line, which the provider may not know.
    var namesLine: Bool {
        switch self {
        case .callStatus, .parseCall, .oldExtensionPrice, .besides: true
        case .again, .againPrice, .status, .statusV2, .fullText, .allTexts, .setStatus, .rentStatus,
            .setRentStatus, .extend, .extensionPrice:
            true
        default: false
        }
    }

    /// The maximum number of bytes read of the answer: price lists are long.
    var limit: Int {
        switch self {
        case .prices, .verificationPrices, .extendedPrices: 16 << 20
        case .countries, .services, .serviceList, .topCountries, .countryRates, .rentables,
            .rentals, .operators,
            .stock:
            ReplyLimit.lists
        case .status, .statusV2, .fullText, .allTexts, .active, .history, .rentStatus:
            ReplyLimit.texts
        case .notifications: ReplyLimit.texts
        default: ReplyLimit.plain
        }
    }
}
