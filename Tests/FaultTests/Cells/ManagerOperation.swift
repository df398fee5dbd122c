import Lines

/// A call to a provider, by who wants it: the result of a fault depends on whether somebody is
/// there to be told.
enum ManagerOperation: String, CaseIterable, Sendable {
    case countries, services, price, suggestions, products
    case order, rent, extend, refund, cancel, resend
    /// The look before a cancel, so that a number whose code has just arrived is not given up.
    case lastLook = "last look"
    case extensionPrice = "price of an extension"
    case resendPrice = "price of another code"
    case plannedPrice = "planned price"
    case plannedExtension = "planned extension"
    case plannedRefund = "planned refund"
    case plannedCancel = "planned cancel"
    case plannedLook = "planned last look"
    case status, messages
    case held, active, history, balance

    enum Origin: Sendable { case person, plan, doubt }

    var origin: Origin {
        switch self {
        case .countries, .services, .price, .suggestions, .products, .order, .rent, .extend,
            .refund, .cancel, .resend, .lastLook, .extensionPrice, .resendPrice:
            .person
        case .plannedPrice, .plannedExtension, .plannedRefund, .plannedCancel, .plannedLook,
            .status, .messages, .held, .active, .balance:
            .plan
        case .history: .doubt
        }
    }

    /// Whether the failing call moves money.
    var isPaid: Bool {
        switch self {
        case .order, .rent, .extend, .refund, .cancel, .resend, .plannedExtension, .plannedRefund,
            .plannedCancel:
            true
        default: false
        }
    }

    /// The failing endpoint.
    var endpoint: String {
        switch self {
        case .countries: "country/retrieve_all"
        case .services: "service/retrieve_all"
        case .price: "request/price"
        case .suggestions: "request/suggested_countries"
        case .products: "rental/retrieve_all"
        case .extensionPrice, .plannedPrice: "rental/retrieve_pricing"
        case .order: "purchase/sms"
        case .rent: "purchase/rental"
        case .extend, .plannedExtension: "rental/extend"
        case .refund, .plannedRefund: "rental/refund"
        case .cancel, .plannedCancel: "sms/cancel"
        case .resend: "sms/resend"
        case .resendPrice: "sms/check_resend"
        case .lastLook, .plannedLook: "sms/check"
        case .status: "rental/retrieve_status"
        case .messages: "rental/retrieve_messages"
        case .held: "rental/retrieve"
        case .active: "request/active"
        case .history: "request/history"
        case .balance: "request/balance"
        }
    }

    /// The sentence for a person when the deed in doubt turns out not to have happened.
    var denial: String {
        switch self {
        case .order, .rent, .history: "Nothing was bought: the provider does not list the purchase."
        case .extend: "Not extended: the provider's expiry is unchanged."
        case .refund: "Not refunded: the rental is still active."
        case .cancel: "The order is unchanged: cancel was not carried out."
        case .resend: "The order is unchanged: resend was not carried out."
        default: ""
        }
    }

    /// The immediate answer; nil if it is the fault's own sentence.
    var refusal: String? {
        switch self {
        case .lastLook: "Nothing was returned: the line could not be checked a last time."
        case .resendPrice: "No code was requested"
        default: nil
        }
    }

    /// The deed's name in the table.
    var meaning: String {
        switch self {
        case .countries, .services, .price: "a person orders"
        case .suggestions: "a person asks where a service is sold"
        case .products: "a person asks for rentals"
        case .order: "a person orders"
        case .rent: "a person rents"
        case .extend: "a person extends"
        case .refund: "a person returns a rental"
        case .cancel: "a person cancels"
        case .resend: "a person asks for another code"
        case .lastLook: "before a person's cancel"
        case .extensionPrice: "before a person's extension"
        case .resendPrice: "before a person's other code"
        case .plannedPrice: "before an extension of the plan"
        case .plannedExtension: "the plan extends"
        case .plannedRefund: "the plan returns a rental"
        case .plannedCancel: "the plan cancels"
        case .plannedLook: "before a cancel of the plan"
        case .status: "keeping a rental awake"
        case .messages: "looking for messages of a rental"
        case .held: "comparing rentals"
        case .active: "looking for codes"
        case .history: "settling a purchase in doubt"
        case .balance: "asking for the balance"
        }
    }
}
