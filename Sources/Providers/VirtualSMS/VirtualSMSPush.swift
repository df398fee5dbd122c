package import Lines

/// Something VirtualSMS tells by itself, over a socket or to a webhook, in whatever words it does.
package struct VirtualSMSPush: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        /// An order or a rental received a message.
        case received
        case ordered
        case cancelled
        case expired
        /// Another number took the place of the order's.
        case swapped
        /// The state of an order, without more.
        case standing(ActivationStatus.Phase)
        case balanceLow
        case deposited
    }

    package enum Kind: Equatable, Sendable {
        case activation, rental, account
    }

    package var event: Event
    package var kind: Kind
    /// The provider's id of the order or rental, where it is told.
    package var providerID: String?
    /// The id it goes on under, of one that was swapped.
    package var newProviderID: String?
    package var number: String?
    /// The message, of an event that carries one.
    package var message: ReceivedMessage?
    /// How much came back, where that is told.
    package var returned: Money?
    /// Whether it was only sent so that somebody sees it arrive.
    package var isTest: Bool
    /// Under which a repetition can be told from another event.
    package var eventID: String?
    package var createdAt: Instant?

    package init(_ event: Event, kind: Kind = .activation) {
        self.event = event
        self.kind = kind
        isTest = false
    }
}
