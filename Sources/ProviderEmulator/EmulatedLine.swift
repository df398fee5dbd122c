package import Lines

/// A line in the provider's own books, for tests to compare with the manager's view.
package struct EmulatedLine: Sendable {
    package enum Kind: String, Sendable {
        case rental, activation
    }

    package var provider: String
    package var kind: Kind
    /// The rental code or order id.
    package var id: String
    /// Digits with the country code, no plus sign.
    package var number: String
    /// Two-letter country code.
    package var country: String
    /// The service's name; nil for a rental of a whole number.
    package var service: String?
    /// `waiting`, `received`, `active`, `expired`, `cancelled` or `refunded`.
    package var state: String
    package var price: Money
    package var purchasedAt: Instant
    package var expiresAt: Instant
    /// Whether a message sent at this moment would arrive.
    package var canReceive: Bool
    /// Everything ever sent to it, delivered or not, oldest first.
    package var sent: [EmulatedDelivery]

    package var json: JSON {
        [
            "provider": .string(provider), "kind": .string(kind.rawValue), "id": .string(id),
            "number": .string(number), "country": .string(country),
            "service": service.map(JSON.string) ?? nil, "state": .string(state),
            "price": .string(price.decimal), "currency": .string(price.currency),
            "purchased_at": .string(purchasedAt.rfc3339),
            "expires_at": .string(expiresAt.rfc3339), "can_receive": .bool(canReceive),
            "messages": .array(sent.map(\.json)),
        ]
    }
}

extension EmulatedDelivery {
    package var json: JSON {
        [
            "sent_at": .string(at.rfc3339), "sender": .string(sms.sender),
            "text": .string(sms.text), "delivered": .bool(isDelivered),
            "reason": lostBecause.map(JSON.string) ?? nil,
        ]
    }
}
