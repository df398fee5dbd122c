/// What was learned about a line from its provider, or from the passage of time.
package enum Observation: Equatable, Sendable {
    /// A purchase was confirmed, or a line was found at the provider.
    case bought(Purchase)
    /// A rental's status call was answered.
    case status(RentalStatus)
    /// An activation's state was read.
    case activation(ActivationStatus)
    /// The provider listed the messages: `new` of them were unseen, the latest from `last`.
    case looked(new: Int, last: Instant?)
    /// Some providers continue under a new id.
    case extended(expiresAt: Instant?, newProviderID: String? = nil)
    /// The provider was told whether to extend it by itself.
    case autoExtends(Bool)
    case refunded
    case cancelled(moneyReturned: Bool)
    case finished
    /// Another code was requested; some providers continue under a new id.
    case resent(newProviderID: String?, expiresAt: Instant?)
    /// Another number replaced the previous one.
    case swapped(Swap)
    case refundRefused(reason: String)
    /// The provider does not know the line.
    case unknownToProvider
    /// The provider has not answered any call for so long that it is presumed gone for good.
    case providerGone
    /// The provider lists it among the lines we hold.
    case listed(expiresAt: Instant?)
    /// No answer, not even that the line is over; its switched-on time may have run out.
    case silence
    /// No answer; time has passed.
    case time
}

/// A purchase as the provider confirmed it.
package struct Purchase: Equatable, Sendable {
    package var providerID: String
    package var number: String?
    package var country: String?
    package var service: String?
    package var price: Money?
    package var expiresAt: Instant?
    package var cancellableFrom: Instant?
    /// The provider's source of the number, in the word that an order takes.
    package var pool: String?
    package var product: String?
    package var days: Int?
    package var refundTerms: RefundTerms?
    /// The other orders on the same number that the same call bought.
    package var siblings: [Purchase] = []

    package init(providerID: String, number: String? = nil) {
        self.providerID = providerID
        self.number = number
    }
}

/// A number that replaced another.
package struct Swap: Equatable, Sendable {
    /// The new order's id, if the provider issues one.
    package var newProviderID: String?
    package var number: String?
    package var expiresAt: Instant?
    /// The earliest time at which it can be cancelled or swapped again.
    package var cancellableFrom: Instant?

    package init(newProviderID: String? = nil, number: String? = nil) {
        self.newProviderID = newProviderID
        self.number = number
    }
}

/// The answer to a rental's status call.
package struct RentalStatus: Equatable, Sendable {
    package var isAvailable: Bool
    /// How long the line stays switched on from now; nil or zero if it is always on.
    package var activeFor: Duration?
    package var expiresAt: Instant?
    package var number: String?
    package var autoExtend: Bool?

    package init(
        isAvailable: Bool, activeFor: Duration? = nil, expiresAt: Instant? = nil,
        number: String? = nil, autoExtend: Bool? = nil
    ) {
        self.isAvailable = isAvailable
        self.activeFor = activeFor
        self.expiresAt = expiresAt
        self.number = number
        self.autoExtend = autoExtend
    }
}

/// The state of an activation as the provider reports it.
package struct ActivationStatus: Equatable, Sendable {
    package enum Phase: String, Sendable, Codable {
        case waiting, received, expired, cancelled, refunded
        /// A state this program does not know: no conclusion may be drawn from it.
        case unclear
    }

    package var phase: Phase
    package var expiresAt: Instant?

    package init(_ phase: Phase, expiresAt: Instant? = nil) {
        self.phase = phase
        self.expiresAt = expiresAt
    }
}
