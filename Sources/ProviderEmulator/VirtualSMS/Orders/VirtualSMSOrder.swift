import Lines

extension VirtualSMSEmulator {
    /// A number bought for one service, as the provider's books have it.
    struct Order: Sendable {
        enum End: Sendable, Equatable {
            case cancelled, expired
            /// Its time ran out with a message.
            case completed
            /// Another order took its place.
            case swapped
        }

        let id: String
        let offer: VirtualSMSCatalogue.Offer
        /// Digits with the country code.
        var number: String
        let price: Money
        let createdAt: Instant
        var expiresAt: Instant
        /// Since when the present number is held.
        var numberSince: Instant
        var end: End?
        /// Whether the message was asked for again and none came since.
        var isAskedAgain = false
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var hasMessage: Bool { sent.contains(where: \.isDelivered) }

        /// The provider's word for where it stands.
        func status(in generation: EmulatorGeneration) -> String {
            switch end {
            case .cancelled: "cancelled"
            case .expired: "expired"
            case .completed: "completed"
            case .swapped: "swapped"
            case nil where !hasMessage || isAskedAgain: "waiting"
            case nil: generation == .document ? "sms_received" : "completed"
            }
        }

        /// Seconds until it may be cancelled or swapped; nil when it may be.
        func holdLeft(at now: Instant) -> Int? {
            let left = numberSince + VirtualSMSEmulator.hold - now
            return left > .zero ? Int((left.milliseconds + 999) / 1000) : nil
        }
    }

    func orderIndex(_ id: String) throws(VirtualSMSRefusal) -> Int {
        guard let index = orders.firstIndex(where: { $0.id == id }) else {
            throw .notFound("Order")
        }
        return index
    }

    /// With the plus sign of the document, or without it as it was seen.
    func written(_ number: String) -> JSON {
        .string(generation == .document ? "+\(number)" : number)
    }
}
