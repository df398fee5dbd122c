import Lines

/// The state of an order in the provider's words, and its meaning for the line.
enum SMS1001Status: Equatable, Sendable {
    case rented, completed, expired, refunded, blocked
    /// Any other: no conclusion may be drawn, least of all that money came back.
    case unknown

    /// Case is ignored: the same list contains `REFUNDED` and `failed`.
    init(_ value: JSONValue?) {
        switch value?.text?.trimmed.uppercased() {
        case "RENTED", "ACTIVE", "PENDING": self = .rented
        case "COMPLETED": self = .completed
        case "EXPIRED": self = .expired
        case "REFUNDED": self = .refunded
        case "BLOCKED": self = .blocked
        default: self = .unknown
        }
    }

    /// - Parameter hasMessage: whether a message is known; an order with one stays `RENTED`, so
    ///   that more can come.
    func phase(hasMessage: Bool) -> ActivationStatus.Phase {
        switch self {
        case .rented: hasMessage ? .received : .waiting
        case .completed: .received
        case .expired: .expired
        case .refunded: .refunded
        // It is over, and nothing says that the money came back.
        case .blocked: .cancelled
        case .unknown: .unclear
        }
    }
}
