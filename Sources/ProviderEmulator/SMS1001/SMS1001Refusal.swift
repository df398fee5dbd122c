import Lines

/// Every refusal of 1001SMS, with the documented status and its wording.
enum SMS1001Refusal: Error, Sendable {
    case missing(String)
    case invalid(String)
    case wrongKey
    case notPermitted(SMS1001Emulator.Permission)
    case notOurs
    case notFound(String)
    case noSuchPage
    case wrongMethod
    case insufficientBalance(price: Money, balance: Money)
    case soldOut
    case cancelTooEarly
    case hasMessage
    case alreadyRefunded
    case ended(String)
    case rateLimited

    func reply(in generation: EmulatorGeneration) -> EmulatedReply {
        EmulatedReply(status: status(in: generation), body(in: generation))
    }

    private func status(in generation: EmulatorGeneration) -> Int {
        switch self {
        case .missing, .invalid, .cancelTooEarly, .hasMessage, .alreadyRefunded, .ended: 400
        case .wrongKey: 401
        case .insufficientBalance: 402
        case .notPermitted, .notOurs: 403
        case .notFound, .noSuchPage: 404
        case .wrongMethod: 405
        case .rateLimited: 429
        // The document's only status for it is that of an unavailable supplier.
        case .soldOut: generation == .document ? 503 : 400
        }
    }

    /// The document's `{success, error}`, or one of the forms that clients have seen.
    private func body(in generation: EmulatorGeneration) -> JSON {
        let text = JSON.string(sentence)
        guard generation == .current else { return ["success": false, "error": text] }
        switch self {
        case .missing, .invalid: return ["success": false, "details": [["message": text]]]
        case .insufficientBalance: return ["success": false, "message": text]
        case .cancelTooEarly, .hasMessage, .alreadyRefunded, .ended:
            return ["success": false, "error_description": text]
        case .notFound: return ["error": text]
        default: return ["success": false, "error": text]
        }
    }

    private var sentence: String {
        switch self {
        case .missing(let field): "\(field) is required"
        case .invalid(let field): "Invalid \(field)"
        case .wrongKey: "Invalid or expired API key"
        case .notPermitted(let permission):
            "Permission denied: this API key lacks the \(permission.rawValue) permission"
        case .notOurs: "You do not own this order"
        case .notFound(let what): "\(what) not found"
        case .noSuchPage: "Route not found"
        case .wrongMethod: "Method not allowed"
        case .insufficientBalance(let price, let balance):
            "Insufficient balance. Required: $\(price.decimal), available: $\(balance.decimal)"
        case .soldOut: "No numbers available at the moment"
        // The document's words for a failed cancel.
        case .cancelTooEarly: "Cancel failed. Please try again later."
        case .hasMessage: "Order cannot be cancelled: an SMS was already received"
        case .alreadyRefunded: "Order was already refunded"
        case .ended(let status): "Order cannot be cancelled in status \(status)"
        case .rateLimited: "Rate limit exceeded"
        }
    }
}
