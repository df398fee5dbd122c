/// What was learned of a line from its provider, or from the passing of time.
package enum Observation: Equatable, Sendable {
    /// A purchase was confirmed, or a line was found at the provider.
    case bought(Purchase)
    /// A rental's status call was answered.
    case status(RentalStatus)
    /// An activation's state was read.
    case activation(ActivationStatus)
    /// The provider was asked for messages; `new` of them had not been seen, the latest at `last`.
    case looked(new: Int, last: Instant?)
    /// Some providers go on under a new id.
    case extended(expiresAt: Instant?, newProviderID: String? = nil)
    case refunded
    case cancelled(moneyReturned: Bool)
    case finished
    /// Another code was asked for; some providers go on under a new id.
    case resent(newProviderID: String?, expiresAt: Instant?)
    /// Another number took the place of the one it had.
    case swapped(Swap)
    case refundRefused(reason: String)
    /// The provider does not know the line.
    case unknownToProvider
    /// The provider has not answered anybody for so long that it is taken to be gone for good.
    case providerGone
    /// The provider lists it among what we hold.
    case listed(expiresAt: Instant?)
    /// Nothing was said, not even that it is over; its switched-on time may have run out.
    case silence
    /// Nothing was said; time passed.
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
    package var product: String?
    package var days: Int?
    package var refundTerms: RefundTerms?

    package init(providerID: String, number: String? = nil) {
        self.providerID = providerID
        self.number = number
    }
}

/// A number that took the place of another.
package struct Swap: Equatable, Sendable {
    /// The id it goes on under, where the provider gives a new one.
    package var newProviderID: String?
    package var number: String?
    package var expiresAt: Instant?
    /// From when it can be cancelled or swapped again.
    package var cancellableFrom: Instant?

    package init(newProviderID: String? = nil, number: String? = nil) {
        self.newProviderID = newProviderID
        self.number = number
    }
}

/// What a rental's status call tells.
package struct RentalStatus: Equatable, Sendable {
    package var isAvailable: Bool
    /// How long the line stays switched on from now; nil or zero for one that is always on.
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

/// What a look at an activation tells.
package struct ActivationStatus: Equatable, Sendable {
    package enum Phase: String, Sendable, Codable {
        case waiting, received, expired, cancelled, refunded
        /// A state this program has no meaning for: nothing may be concluded from it.
        case unclear
    }

    package var phase: Phase
    package var expiresAt: Instant?

    package init(_ phase: Phase, expiresAt: Instant? = nil) {
        self.phase = phase
        self.expiresAt = expiresAt
    }
}
