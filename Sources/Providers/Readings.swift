package import Lines

/// The result of one look at an activation.
package struct ActivationReading: Equatable, Sendable {
    package var providerID: String
    package var status: ActivationStatus
    package var number: String?
    package var country: String?
    package var service: String?
    package var price: Money?
    package var orderedAt: Instant?
    /// The messages shown by this call; often only the last one.
    package var messages: [ReceivedMessage]
    /// Messages received before another code was requested, if the provider reports such a request;
    /// nil if it does not.
    package var earlierMessages: [ReceivedMessage]?
    /// Whether the provider reports waiting although it shows messages: another code was requested,
    /// or the status lags behind.
    package var waitsAgain = false
    /// Whether this is only a list's view. Its messages may be incomplete or old: they are not
    /// stored, but show that asking about the order itself is worthwhile.
    package var isPartial = false

    package init(
        providerID: String, status: ActivationStatus, messages: [ReceivedMessage] = []
    ) {
        self.providerID = providerID
        self.status = status
        self.messages = messages
    }
}

/// A rental in the provider's list of our rentals.
package struct HeldRental: Equatable, Sendable {
    package var providerID: String
    package var number: String?
    package var country: String?
    package var product: String?
    package var expiresAt: Instant?

    package init(providerID: String) {
        self.providerID = providerID
    }
}

/// A granted extension.
package struct Extension: Equatable, Sendable {
    /// Nil if the provider does not say; a status call will.
    package var expiresAt: Instant?
    /// The new id, if the provider issues one.
    package var newProviderID: String?

    package init(expiresAt: Instant? = nil) {
        self.expiresAt = expiresAt
    }
}

/// An accepted cancel.
package struct Cancellation: Equatable, Sendable {
    package var moneyReturned: Bool
    /// Whether the provider told. If not, the money counts as kept until the balance shows it.
    package var isReturnKnown = true
    /// The amount returned, if the provider reports it.
    package var amount: Money?

    package init(moneyReturned: Bool, amount: Money? = nil) {
        self.moneyReturned = moneyReturned
        self.amount = amount
    }
}

/// An accepted resend.
package struct Resend: Equatable, Sendable {
    /// The new id, if the provider issues one.
    package var newProviderID: String?
    package var charge: Money?

    package init(newProviderID: String? = nil, charge: Money? = nil) {
        self.newProviderID = newProviderID
        self.charge = charge
    }
}
