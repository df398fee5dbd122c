import Lines

/// The state of an order, by its number (`sms/check`) or its name (the lists of orders).
enum SMSPoolStatus: Equatable, Sendable {
    case pending, expired, complete, resend, cancelled, refunded
    /// 7 and 8 (processing, activating, by some accounts) and whatever else: nothing follows from
    /// it, least of all that money came back or that another number may be bought.
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
        // Only what received nothing can be cancelled, and that always returns the money.
        case .cancelled, .refunded: .refunded
        case .unknown: .unclear
        }
    }
}
