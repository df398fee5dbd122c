import Lines

/// Every refusal of VirtualSMS, in the forms clients have seen: objects with a code, objects with a
/// sentence, and bare sentences.
enum VirtualSMSRefusal: Error, Sendable {
    case wrongKey
    case noSuchPage
    case wrongMethod
    case missing(String)
    case unknownService
    case unknownCountry
    case insufficientBalance(required: Money, current: Money)
    case noNumbers
    case notFound(String)
    /// A cancel or swap during the hold, with the seconds left.
    case tooEarly(String, left: Int)
    case wrongStatus(String, String)
    case wrongDuration([Int])
    case rateLimited(retryAfter: Int?)
    case invalid(String)

    func reply(in generation: EmulatorGeneration) -> EmulatedReply {
        let isDocument = generation == .document
        switch self {
        // Recorded with quotes: one generation has them, the other does not.
        case .tooEarly, .wrongStatus:
            return isDocument ? plain(sentence) : EmulatedReply(status: status, .string(sentence))
        case .noSuchPage: return plain(sentence)
        case .noNumbers where !isDocument: return plain(sentence)
        case .rateLimited(let seconds):
            var reply = EmulatedReply(status: status, ["error": .string(sentence)])
            if let seconds { reply.headers.append(("Retry-After", String(seconds))) }
            return reply
        case .insufficientBalance(let required, let current):
            let figures: JSON = [
                "required": VirtualSMSWire.number(required),
                "current": VirtualSMSWire.number(current),
            ]
            return EmulatedReply(status: status, body(isDocument).with(figures))
        default: return EmulatedReply(status: status, body(isDocument))
        }
    }

    private func plain(_ text: String) -> EmulatedReply {
        EmulatedReply(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")],
            body: Array(text.utf8))
    }

    private func body(_ isDocument: Bool) -> JSON {
        isDocument
            ? ["error": .string(code), "message": .string(sentence)]
            : ["success": false, "error": .string(sentence)]
    }

    private var status: Int {
        switch self {
        case .missing, .unknownService, .unknownCountry, .wrongStatus, .wrongDuration, .invalid: 400
        case .wrongKey: 401
        case .insufficientBalance: 402
        case .noSuchPage, .notFound: 404
        case .wrongMethod: 405
        case .tooEarly: 425
        case .rateLimited: 429
        case .noNumbers: 503
        }
    }

    private var code: String {
        switch self {
        case .wrongKey: "unauthorized"
        case .noSuchPage, .notFound: "not_found"
        case .wrongMethod: "method_not_allowed"
        case .missing: "missing_params"
        case .unknownService: "invalid_service"
        case .unknownCountry: "invalid_country"
        case .insufficientBalance: "insufficient_balance"
        case .noNumbers: "no_numbers"
        case .tooEarly: "too_early"
        case .wrongStatus: "invalid_status"
        case .wrongDuration: "invalid_duration"
        case .rateLimited: "rate_limited"
        case .invalid: "invalid_params"
        }
    }

    private var sentence: String {
        switch self {
        case .wrongKey: "Invalid API key"
        case .noSuchPage: "404 page not found"
        case .wrongMethod: "Method not allowed"
        case .missing(let field): "\(field) is required"
        case .unknownService: "Invalid service code"
        case .unknownCountry: "Invalid country code"
        case .insufficientBalance: "Insufficient balance"
        case .noNumbers: "This service is currently out of stock in the selected country"
        case .notFound(let what): "\(what) not found"
        case .tooEarly(let verb, let left):
            "Cannot \(verb) within 120 seconds of purchase. Please wait \(left) seconds."
        case .wrongStatus(let what, let word): "Cannot \(what) with status: \(word)"
        case .wrongDuration(let hours):
            "duration_hours must be one of \(hours.map(String.init).joined(separator: ", "))"
        case .rateLimited: "Rate limit exceeded. Please slow down requests."
        case .invalid(let why): why
        }
    }
}
