package import Lines

/// News pushed by VirtualSMS over a WebSocket or to a webhook, in any vocabulary.
package struct VirtualSMSPush: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        /// An order or a rental received a message.
        case received
        case ordered
        case cancelled
        case expired
        /// Another number replaced that of the order.
        case swapped
        /// Only the state of an order.
        case standing(ActivationStatus.Phase)
        case balanceLow
        case deposited
    }

    package enum Kind: Equatable, Sendable {
        case activation, rental, account
    }

    package var event: Event
    package var kind: Kind
    /// The provider's id of the order or rental, if given.
    package var providerID: String?
    /// The new id of a swapped order.
    package var newProviderID: String?
    package var number: String?
    /// The message, if the event contains one.
    package var message: ReceivedMessage?
    /// The amount returned, if given.
    package var returned: Money?
    /// Whether it was sent only to test delivery.
    package var isTest: Bool
    /// The id that identifies a repeated event.
    package var eventID: String?
    package var createdAt: Instant?

    package init(_ event: Event, kind: Kind = .activation) {
        self.event = event
        self.kind = kind
        isTest = false
    }
}
