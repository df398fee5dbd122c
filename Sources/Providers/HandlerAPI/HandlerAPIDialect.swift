import Lines

/// The variant of the protocol: its providers share a vocabulary, not a behaviour.
package enum HandlerAPIDialect: String, CaseIterable, Sendable {
    /// The protocol as documented by sms-activate.
    case original
    case daisysms
    /// The legacy path of virtualsms.io.
    case virtualsms
    /// Other providers: older field names, and meaningful HTTP statuses.
    case clone

    package var capabilities: Capabilities {
        var capabilities = operations
        // The same word stands for cancelled, expired and completed orders.
        capabilities.tellsReturns = false
        return capabilities
    }

    private var operations: Capabilities {
        switch self {
        case .original:
            Capabilities(
                Self.everything, textCost: 1, tellsExpiry: false, completesOffers: true,
                requestsPerSecond: 5)
        case .clone:
            Capabilities(
                Self.everything, textCost: 1, tellsExpiry: false, completesOffers: true,
                requestsPerSecond: 2)
        case .daisysms:
            Capabilities(
                [.order, .cancel, .finish, .catalogue, .balance, .webhook], requestsPerSecond: 1)
        // 60 requests per minute, according to its document.
        case .virtualsms:
            Capabilities(
                [
                    .order, .cancel, .resend, .finish, .catalogue, .suggest, .prices, .balance,
                ], requestsPerSecond: 1)
        }
    }

    /// Whether it may have the rarer calls of the whole protocol.
    var isWhole: Bool { self == .original || self == .clone }

    private static let everything: Set<Capabilities.Operation> = [
        .order, .again, .rent, .extend, .refund, .cancel, .resend, .finish, .catalogue, .suggest,
        .share, .call, .pools, .prices, .listActive, .listHistory, .listRentals, .balance, .webhook,
    ]

    /// The header for the key; nil if the protocol takes the key only in the query.
    var keyHeader: String? {
        switch self {
        case .original, .clone: nil
        case .daisysms: "X-ApiKey"
        // Its document requires this header for every call that needs a key.
        case .virtualsms: "X-API-Key"
        }
    }

    /// Whether changing calls are sent by POST, so that no intermediary repeats them. False if the
    /// document has only GET.
    var takesPosts: Bool { self == .original }

    /// Whether to try the newer purchase call, which returns the price and takes a name.
    var knowsSecondOrder: Bool { self == .original || self == .clone }

    /// The calls for the full text of a message, best first; the status has only the code.
    var textCalls: [HandlerAPIAction] {
        switch self {
        case .original: [.statusV2, .fullText]
        case .clone: [.allTexts, .statusV2, .fullText]
        case .daisysms, .virtualsms: []
        }
    }

    /// Whether the status returns the full text in a header on request.
    var tellsTextInHeader: Bool { self == .daisysms }

    /// The order field for the maximum price; nil if none is known to be honoured.
    var limitField: String? {
        switch self {
        case .original, .clone: "maxPrice"
        case .daisysms: "max_price"
        case .virtualsms: nil
        }
    }

    /// The order field for the operator.
    var poolField: String? {
        switch self {
        case .original, .clone: "operator"
        case .daisysms: "carriers"
        case .virtualsms: nil
        }
    }

    /// The order field for the area code.
    var areaField: String? { self == .daisysms ? "areas" : nil }

    /// Whether an order may offer any price up to its limit, of which the numbers depend.
    var hasFreePrices: Bool { self == .original || self == .clone }

    /// How long after its purchase a number cannot be cancelled, if documented.
    var cancelHold: Duration? {
        switch self {
        case .original, .virtualsms: .minutes(2)
        case .daisysms, .clone: nil
        }
    }

    /// The field for the hours of a rental.
    var hoursField: String { self == .clone ? "time" : "rent_time" }

    /// Whether ids may contain letters; otherwise only numbers are accepted.
    var hasWordyIDs: Bool { self == .virtualsms }
}
