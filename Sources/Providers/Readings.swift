package import Lines

/// What one look at an activation showed.
package struct ActivationReading: Equatable, Sendable {
    package var providerID: String
    package var status: ActivationStatus
    package var number: String?
    package var country: String?
    package var service: String?
    package var price: Money?
    package var orderedAt: Instant?
    /// What it received and this call shows; often only the last one.
    package var messages: [ReceivedMessage]
    /// What it received before another code was asked for, where the provider says that one was; nil
    /// where it says nothing of it.
    package var former: [ReceivedMessage]?
    /// Whether the provider says that it waits although it shows what it received: then another code was
    /// asked for, or the answer has not followed yet.
    package var waitsAgain = false
    /// Whether this is only what a list shows of it. Then its messages may be halves or older ones: they
    /// are not to be stored, and tell that there is something to ask the order itself for.
    package var isGlimpse = false

    package init(
        providerID: String, status: ActivationStatus, messages: [ReceivedMessage] = []
    ) {
        self.providerID = providerID
        self.status = status
        self.messages = messages
    }
}

/// A rental in the provider's list of ours.
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

/// An extension that was granted.
package struct Extension: Equatable, Sendable {
    /// Nil where the provider does not tell; status will.
    package var expiresAt: Instant?
    /// The id it goes on under, where the provider gives a new one.
    package var newProviderID: String?

    package init(expiresAt: Instant? = nil) {
        self.expiresAt = expiresAt
    }
}

/// A cancel that was accepted.
package struct Cancellation: Equatable, Sendable {
    package var moneyReturned: Bool
    /// How much, where the provider tells.
    package var amount: Money?

    package init(moneyReturned: Bool, amount: Money? = nil) {
        self.moneyReturned = moneyReturned
        self.amount = amount
    }
}

/// A resend that was accepted.
package struct Resend: Equatable, Sendable {
    /// The id it goes on under, where the provider gives a new one.
    package var newProviderID: String?
    package var charge: Money?

    package init(newProviderID: String? = nil, charge: Money? = nil) {
        self.newProviderID = newProviderID
        self.charge = charge
    }
}
