import Lines

/// The state of an order, by its number (`sms/check`) or its name (the lists of orders).
enum SMSPoolStatus: Equatable, Sendable {
    case pending, expired, complete, resend, cancelled, refunded
    /// 7 and 8 (processing and activating, according to some sources) and any other: no conclusion
    /// may be drawn, least of all that money came back or that another number may be bought.
    case unknown

    init(_ value: JSONValue) {
        switch value.text?.trimmed.lowercased() {
        case "1", "pending": self = .pending
        case "2", "expired": self = .expired
        case "3", "complete", "completed", "received": self = .complete
        case "4", "resend": self = .resend
        case "5", "cancelled", "canceled": self = .cancelled
        case "6", "refunded": self = .refunded
        default: self = .unknown
        }
    }

    var phase: ActivationStatus.Phase {
        switch self {
        case .pending, .resend: .waiting
        case .expired: .expired
        case .complete: .received
        // Only an order without a message can be cancelled, which always returns the money.
        case .cancelled, .refunded: .refunded
        case .unknown: .unclear
        }
    }
}
