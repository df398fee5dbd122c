import Lines

/// The state of an order in the provider's words, and its meaning for the line.
enum VirtualSMSStatus: Equatable, Sendable {
    case waiting, received, expired, cancelled, refunded, failed
    /// Another order replaced it. No document has this word; its existence is inferred.
    case swapped
    /// Any other: no conclusion may be drawn, least of all that money came back.
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
    ///   - hasMessage: whether a message is shown. It decides if the word says less: the provider's
    ///     own flag has been seen to be false with messages present.
    ///   - returned: the amount returned, if given.
    func phase(hasMessage: Bool, returned: Money?) -> ActivationStatus.Phase {
        switch self {
        case .waiting: hasMessage ? .received : .waiting
        case .received: .received
        case .expired where hasMessage: .received
        case .expired: Self.isSome(returned) ? .refunded : .expired
        // Every cancel here is refunded unless the answer says that nothing was.
        case .cancelled: returned == .zero ? .cancelled : .refunded
        case .refunded: .refunded
        // It is over, and nothing says that the money came back.
        case .failed: Self.isSome(returned) ? .refunded : .cancelled
        case .swapped, .unknown: .unclear
        }
    }

    private static func isSome(_ amount: Money?) -> Bool { amount?.isMore(than: .zero) == true }
}
