/// Every path the emulated SMSPool answers, each also with the suffix `.php`.
enum SMSPoolEndpoint: String, CaseIterable, Sendable {
    case countries = "country/retrieve_all"
    case services = "service/retrieve_all"
    case pools = "pool/retrieve_all"
    case balance = "request/balance"
    case history = "request/history"
    case active = "request/active"
    case price = "request/price"
    case pricing = "request/pricing"
    case suggestedCountries = "request/suggested_countries"
    case successRates = "request/success_rate"
    case archive = "request/archive"
    case order = "purchase/sms"
    case check = "sms/check"
    case resend = "sms/resend"
    case checkResend = "sms/check_resend"
    case cancel = "sms/cancel"
    case cancelAll = "sms/cancel_all"
    case stock = "sms/stock"
    case rentalProducts = "rental/retrieve_all"
    case rent = "purchase/rental"
    case rentals = "rental/retrieve"
    case rentalInfo = "rental/info"
    case rentalMessages = "rental/retrieve_messages"
    case rentalStatus = "rental/retrieve_status"
    case rentalRefund = "rental/refund"
    case rentalExtend = "rental/extend"
    case rentalAutoExtend = "rental/auto_extend"
    case rentalReset = "rental/reset"
    case rentalStock = "rental/stock"
    case rentalPricing = "rental/retrieve_pricing"

    init?(path: String) {
        let bare = path.hasSuffix(".php") ? String(path.dropLast(4)) : path
        self.init(rawValue: bare)
    }

    var needsKey: Bool {
        switch self {
        case .countries, .services, .pools, .pricing, .suggestedCountries, .rentalProducts: false
        default: true
        }
    }

    /// The required parameters of a request, besides the key.
    var required: [SMSPoolParameter] {
        switch self {
        case .countries, .services, .pools, .balance, .history, .active, .pricing, .archive,
            .cancelAll, .rentals:
            []
        case .price, .order, .stock: [.country, .service]
        case .suggestedCountries, .successRates: [.service]
        case .check, .resend, .checkResend, .cancel: [.orderid]
        case .rentalProducts: [.type]
        case .rent, .rentalStock: [.id, .days]
        case .rentalPricing: [.id]
        case .rentalExtend: [.days, .rentalCode]
        case .rentalInfo, .rentalMessages, .rentalStatus, .rentalRefund, .rentalAutoExtend,
            .rentalReset:
            [.rentalCode]
        }
    }
}

/// A required parameter, as named in requests and refusals.
enum SMSPoolParameter: String, Sendable {
    case key, country, service, orderid, type, id, days
    case rentalCode = "rental_code"

    /// The explanation in a refusal, if any.
    var explanation: String? {
        switch self {
        case .key: "Your API key which can be found on your settings page at /my/settings"
        case .country:
            "Country ID or short name which can be retrieved at the /country/retrieve_all endpoint"
        case .service:
            "Service name or service ID which can be retrieved at the /service/retrieve_all "
                + "endpoint"
        default: nil
        }
    }
}
