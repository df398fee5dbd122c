import Lines

/// The state of an order in the provider's words, and what it means for the line.
enum VirtualSMSStatus: Equatable, Sendable {
    case waiting, received, expired, cancelled, refunded, failed
    /// Another order took its place. No document has the word; that there must be one is inferred.
    case swapped
    /// Whatever else: nothing follows from it, least of all that money came back.
    case unknown

    init(_ value: JSONValue?) {
        switch value?.text?.trimmed.lowercased() {
        case "waiting", "pending", "created", "active": self = .waiting
        case "completed", "sms_received", "received": self = .received
        case "expired", "timeout": self = .expired
        case "cancelled", "canceled": self = .cancelled
        case "refunded": self = .refunded
        case "failed": self = .failed
        case "swapped", "replaced": self = .swapped
        default: self = .unknown
        }
    }

    /// Whether it may still receive.
    var isOpen: Bool { self == .waiting || self == .received || self == .unknown }

    /// - Parameters:
    ///   - hasMessage: whether a message is shown. It decides where the word says less: the
    ///     provider's own flag for it was seen to be false with messages beside it.
    ///   - returned: how much is said to have come back, where that is said.
    func phase(hasMessage: Bool, returned: Money?) -> ActivationStatus.Phase {
        switch self {
        case .waiting: hasMessage ? .received : .waiting
        case .received: .received
        case .expired where hasMessage: .received
        case .expired: Self.isSome(returned) ? .refunded : .expired
        // Whatever is cancelled here is paid back, unless it says that nothing was.
        case .cancelled: returned == .zero ? .cancelled : .refunded
        case .refunded: .refunded
        // It is over, and nobody says that the money came back.
        case .failed: Self.isSome(returned) ? .refunded : .cancelled
        case .swapped, .unknown: .unclear
        }
    }

    private static func isSome(_ amount: Money?) -> Bool { amount?.isMore(than: .zero) == true }
}
