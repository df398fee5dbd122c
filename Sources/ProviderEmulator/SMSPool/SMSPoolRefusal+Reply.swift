import Lines

extension SMSPoolRefusal {
    /// The refusal on the wire. The document's generation uses HTTP 200 for everything.
    func reply(to endpoint: SMSPoolEndpoint?, in generation: EmulatorGeneration) -> EmulatedReply {
        switch generation {
        case .document:
            EmulatedReply(status: documentStatus, documentBody(endpoint))
        case .current:
            EmulatedReply(status: currentStatus(endpoint), currentBody(endpoint))
        }
    }

    /// A missing endpoint is refused by the web server, not by the API.
    private var documentStatus: Int {
        switch self {
        case .unknownEndpoint: 404
        case .wrongMethod: 405
        default: 200
        }
    }

    private func documentBody(_ endpoint: SMSPoolEndpoint?) -> JSON {
        switch self {
        case .missing where endpoint == .price:
            SMSPoolRefusal.plain("Fill in all params!")
        case .missing where endpoint == .rentalProducts:
            SMSPoolRefusal.plain("Fill in all params! [GET: type, key (optional)]")
        case .missing(let parameters): SMSPoolRefusal.missingOrInvalid(parameters)
        case .wrongKey: SMSPoolRefusal.missingOrInvalid([.key])
        case .invalid(let parameter): SMSPoolRefusal.missingOrInvalid([parameter])
        case .insufficientBalance, .noPool: SMSPoolRefusal.plain(sentence)
        // The document has no plain out-of-stock answer: it refers the buyer to another country.
        case .outOfStock: SMSPoolRefusal.plain("This service is not available for this country.")
        case .orderNotFound where endpoint == .cancel: ["success": 0]
        case .cancelTooEarly, .orderEnded: ["success": 0]
        case .orderNotFound where endpoint == .resend: SMSPoolRefusal.noResend
        case .nothingReceivedYet, .resendUnavailable: SMSPoolRefusal.noResend
        case .noPrice: currentBody(endpoint)
        case .invalidDays(let days):
            SMSPoolRefusal.plain(SMSPoolRefusal.available(days) + " ")
        case .rentalOutOfStock, .invalidRentalProduct:
            SMSPoolRefusal.plain("Something has gone wrong, please try later again.")
        case .rentalNotFound: SMSPoolRefusal.plain("No rental was found!")
        default: SMSPoolRefusal.plain(sentence)
        }
    }

    private func currentStatus(_ endpoint: SMSPoolEndpoint?) -> Int {
        switch self {
        // One endpoint does not use statuses.
        case .orderNotFound where endpoint == .cancel: 200
        case .wrongKey: 403
        case .orderNotFound, .rentalNotFound, .noRentalProducts, .noPrice, .unknownEndpoint: 404
        case .wrongMethod: 405
        case .unavailable, .unavailableAnywhere, .outOfStock, .insufficientBalance, .noPool: 422
        default: 400
        }
    }

    private func currentBody(_ endpoint: SMSPoolEndpoint?) -> JSON {
        switch self {
        case .missing(let parameters): SMSPoolRefusal.missingRequired(parameters)
        case .wrongKey:
            SMSPoolRefusal.errors([SMSPoolRefusal.error("Invalid API key", about: .key)])
        case .invalid(let parameter):
            SMSPoolRefusal.errors([
                SMSPoolRefusal.error(
                    "Missing or invalid param: \(parameter.rawValue)", about: parameter)
            ])
        case .outOfStock(let pool): SMSPoolRefusal.outOfStockInHTML(pool: pool)
        case .insufficientBalance(let pool, _, _):
            SMSPoolRefusal.noBalanceInHTML(pool: pool, sentence)
        case .noPool: ["success": 0, "message": .string(sentence), "type": "PRICE_NOT_FOUND"]
        case .noPrice: ["success": 0, "message": .string(sentence), "price": 0]
        case .orderNotFound where endpoint == .resend || endpoint == .checkResend:
            SMSPoolRefusal.plain("We could not find this order.")
        case .rentalNotFound where endpoint != .rentalInfo && endpoint != .rentalMessages:
            SMSPoolRefusal.plain("This rental could not be found.")
        case .refundClosed: SMSPoolRefusal.plain(String(sentence.dropFirst()))
        default: SMSPoolRefusal.plain(sentence)
        }
    }
}
