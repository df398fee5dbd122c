import Lines

extension VirtualSMSEmulator {
    /// A number bought for one service, in the provider's books.
    struct Order: Sendable {
        enum End: Sendable, Equatable {
            case cancelled, expired
            /// Its time ran out with a message.
            case completed
            /// Another order replaced it.
            case swapped
        }

        let id: String
        let offer: VirtualSMSCatalogue.Offer
        /// Digits with the country code.
        var number: String
        let price: Money
        let createdAt: Instant
        var expiresAt: Instant
        /// Since when it has the present number.
        var numberSince: Instant
        var end: End?
        /// Whether a resend was requested and no message has come since.
        var isAskedAgain = false
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var hasMessage: Bool { sent.contains(where: \.isDelivered) }

        /// The provider's word for its state.
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

        /// Seconds until it may be cancelled or swapped; nil if it may be now.
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

    /// With a plus sign as in the document, or without it as in real answers.
    func written(_ number: String) -> JSON {
        .string(generation == .document ? "+\(number)" : number)
    }
}
