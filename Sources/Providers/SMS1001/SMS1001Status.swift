import Lines

/// The state of an order in the provider's words, and what it means for the line.
enum SMS1001Status: Equatable, Sendable {
    case rented, completed, expired, refunded, blocked
    /// Whatever else: nothing follows from it, least of all that money came back.
    case unknown

    /// Of any case: one and the same list has `REFUNDED` and `failed` in it.
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

    /// - Parameter hasMessage: whether a message is known; an order stays `RENTED` with one, so that
    ///   more can come.
    func phase(hasMessage: Bool) -> ActivationStatus.Phase {
        switch self {
        case .rented: hasMessage ? .received : .waiting
        case .completed: .received
        case .expired: .expired
        case .refunded: .refunded
        // It is over, and nobody says that the money came back.
        case .blocked: .cancelled
        case .unknown: .unclear
        }
    }
}
