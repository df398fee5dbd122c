import Lines

/// Which of the protocol's speakers an account is with: they share words, not habits.
package enum HandlerAPIDialect: String, CaseIterable, Sendable {
    /// As sms-activate wrote it down.
    case original
    case daisysms
    /// The legacy path of virtualsms.io.
    case virtualsms
    /// The others: older names of fields, and HTTP statuses that mean something.
    case clone

    package var capabilities: Capabilities {
        var capabilities = operations
        // One word is said of what was cancelled, of what ran out and of what did its work.
        capabilities.tellsReturns = false
        return capabilities
    }

    private var operations: Capabilities {
        switch self {
        case .original:
            Capabilities(
                Self.everything, textCost: 1, tellsExpiry: false, requestsPerSecond: 5)
        case .clone:
            Capabilities(
                Self.everything, textCost: 1, tellsExpiry: false, requestsPerSecond: 2)
        case .daisysms:
            Capabilities(
                [.order, .cancel, .finish, .catalogue, .balance, .webhook], requestsPerSecond: 1)
        // 60 requests a minute, by its document.
        case .virtualsms:
            Capabilities(
                [.order, .cancel, .resend, .finish, .catalogue, .balance], requestsPerSecond: 1)
        }
    }

    private static let everything: Set<Capabilities.Operation> = [
        .order, .again, .rent, .extend, .refund, .cancel, .resend, .finish, .catalogue, .suggest,
        .listActive, .listHistory, .listRentals, .balance, .webhook,
    ]

    /// The header the key goes in; nil where the protocol takes it in the query only.
    var keyHeader: String? {
        switch self {
        case .original, .clone: nil
        case .daisysms: "X-ApiKey"
        // Its document asks for this one of every call that needs a key.
        case .virtualsms: "X-API-Key"
        }
    }

    /// Whether calls that change something are posted, so that nothing on the way repeats them. Not
    /// of those whose documents know GET alone.
    var takesPosts: Bool { self == .original }

    /// Whether the newer call for a number is worth asking: it tells the price, and takes a name.
    var knowsSecondOrder: Bool { self == .original || self == .clone }

    /// Where the whole text of a message is asked for, best first; the code alone is in the status.
    var textCalls: [HandlerAPIAction] {
        switch self {
        case .original: [.statusV2, .fullText]
        case .clone: [.allTexts, .fullText]
        case .daisysms, .virtualsms: []
        }
    }

    /// Whether the whole text comes in a header of the status, when asked for.
    var tellsTextInHeader: Bool { self == .daisysms }

    /// The field of an order that has the most it may cost; nil where none is known to be kept.
    var limitField: String? {
        switch self {
        case .original, .clone: "maxPrice"
        case .daisysms: "max_price"
        case .virtualsms: nil
        }
    }

    /// The field of an order that names who the number is to come from.
    var poolField: String? {
        switch self {
        case .original, .clone: "operator"
        case .daisysms: "carriers"
        case .virtualsms: nil
        }
    }

    /// For how long after its purchase a number cannot be cancelled, where a document says so.
    var cancelHold: Duration? {
        switch self {
        case .original, .virtualsms: .minutes(2)
        case .daisysms, .clone: nil
        }
    }

    /// The field that has the hours of a rental.
    var hoursField: String { self == .clone ? "time" : "rent_time" }

    /// Whether ids may have letters in them; elsewhere they are numbers, and nothing else is one.
    var hasWordyIDs: Bool { self == .virtualsms }
}
