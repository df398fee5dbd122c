/// Every known refusal of the protocol and its meaning: from the document, from rentals, and from
/// clones.
enum HandlerAPIErrorCode {
    case wrongKey, money, stock, notAvailable, service, country, price, noPrice
    /// The line is unknown.
    case line
    case tooEarly
    /// Not possible in the line's state.
    case state
    case refundClosed, alreadyRefunded, notExtended, notReusable
    case days, mostHours
    case pace, failed, noAction
    /// This account cannot have it, or not in this way.
    case request
    /// It was requested before with an unknown outcome.
    case doubt

    static let all: [String: HandlerAPIErrorCode] = [
        "BAD_KEY": .wrongKey, "ERROR_WRONG_KEY": .wrongKey, "NO_KEY": .wrongKey,
        "WRONG_API_KEY": .wrongKey,

        "NO_BALANCE": .money, "NO_BALANCE_FORWARD": .money, "NO_MONEY": .money,
        "LOW_BALANCE": .money, "WARNING_LOW_BALANCE": .money,

        "NO_NUMBERS": .stock, "NO_NUMBER": .stock, "OUT_OF_STOCK": .stock,
        "SERVICE_NOT_AVAILABLE": .stock, "SIM_OFFLINE": .stock, "NOT_AVAILABLE": .notAvailable,

        "BAD_SERVICE": .service, "WRONG_SERVICE": .service,
        "BAD_COUNTRY": .country, "WRONG_COUNTRY": .country,
        "WRONG_MAX_PRICE": .price, "MAX_PRICE_EXCEEDED": .price, "NO_PRICES": .noPrice,

        "NO_ACTIVATION": .line, "WRONG_ACTIVATION_ID": .line, "BAD_ID": .line,
        "NOT_FOUND": .line, "NO_ID_RENT": .line, "INVALID_PHONE": .line, "BAD_NUMBER": .line,

        "EARLY_CANCEL_DENIED": .tooEarly,
        "BAD_STATUS": .state, "INCORECT_STATUS": .state, "INCORRECT_STATUS": .state,
        "OTP_RECEIVED": .state, "NEW_OTP_RECEIVED": .state, "ACTIVATION_NOT_ACTIVE": .state,
        "FREE_CANCELLATION_EXPIRED": .state, "ALREADY_FINISH": .state,
        "CANT_CANCEL": .refundClosed, "ALREADY_CANCEL": .alreadyRefunded,
        "RENT_DIE": .notExtended, "INVALID_TIME": .days, "MAX_HOURS_EXCEED": .mostHours,
        "RENEW_ACTIVATION_NOT_AVAILABLE": .notReusable, "NEW_ACTIVATION_IMPOSSIBLE": .notReusable,

        "BANNED": .pace, "RATE_LIMITED": .pace, "TRY_AGAIN_LATER": .pace,
        "ERROR_SQL": .failed, "SQL_ERROR": .failed, "SERVER_ERROR": .failed,
        "BAD_ACTION": .noAction, "WRONG_ACTION": .noAction,
        "ORDER_ALREADY_EXISTS": .doubt,

        "ACCOUNT_INACTIVE": .request, "CHANNELS_LIMIT": .request, "CONCURRENT_LIMIT": .request,
        "TOO_MANY_ACTIVE_RENTALS": .request, "PURCHASE_RESTRICTED": .request,
        "SERVICE_RESTRICTED": .request, "WRONG_EXCEPTION_PHONE": .request,
        "WRONG_DATE": .request, "INVALID_PROVIDER": .request, "NO_METRICS": .request,
        "UNPROCESSABLE_ENTITY": .request, "OPERATORS_NOT_FOUND": .request,
        "SERVICE_UNAVAILABLE_REGION": .request, "EXCEEDED_CONCURRENT_OPERATIONS": .request,
        "NO_YULA_MAIL": .request, "WRONG_SECURITY": .request, "BAD_FORWARD": .request,
        "WRONG_ADDITIONAL_SERVICE": .request, "REPEAT_ADDITIONAL_SERVICE": .request,
        "NO_ACTIVATIONS": .request,
        "INVALID_ACTIVATION_ID": .line, "NO_CALL": .request, "PARSE_COUNT_EXCEED": .request,
    ]

    /// Words that mean an empty list.
    static let empty: [HandlerAPIAction: Set<String>] = [
        .active: ["NO_ACTIVATIONS", "NO_ACTIVATION"], .rentals: ["NO_NUMBERS"],
        .operators: ["OPERATORS_NOT_FOUND"], .history: ["NO_ACTIVATIONS"],
        .rentables: ["OUT_OF_STOCK", "NO_NUMBERS"], .prices: ["NO_PRICES"],
        .verificationPrices: ["NO_PRICES"],
    ]

    /// Words that are answers to a call that reads.
    static func isAnswer(_ word: String) -> Bool {
        ["ACCESS_", "STATUS_"].contains(where: word.hasPrefix)
            || ["FULL_SMS", "ASLEEP", "ADDITIONAL"].contains(word)
    }
}
