import Lines

extension HandlerAPIEmulator {
    /// A number bought for one service, in the provider's books.
    struct Order: Sendable {
        enum End: Sendable, Equatable {
            /// Refunded.
            case cancelled
            case done
        }

        let id: String
        let pair: HandlerAPICatalogue.Pair
        /// Digits with the country code.
        let number: String
        let price: Money
        let orderedAt: Instant
        let expiresAt: Instant
        /// When a number ordered again, which may sleep at first, starts to receive.
        var hearsFrom: Instant?
        var end: End?
        /// Whether another code was requested and has not come.
        var awaitsAnother = false
        var resends = 0
        /// How its code comes: 0 by SMS, 1 as the caller's number, 2 spoken in a call.
        var verification = 0
        /// How often the recorded call was read.
        var parsings = 1
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var hasReceived: Bool { sent.contains(where: \.isDelivered) }
        /// Only the newest is shown; it overwrites the previous one.
        var latest: EmulatedDelivery? { sent.last(where: \.isDelivered) }
        /// The text in the status: the code, or the full text if it contains none.
        var shown: String { latest.map { $0.sms.code ?? $0.sms.text } ?? "" }
        var canGetAnother: Bool { resends < HandlerAPIEmulator.mostResends }
    }

    /// How often another code can be requested for a number.
    static let mostResends = 2

    /// How long a cancel is refused.
    var cancelHold: Duration { dialect == .daisysms ? .zero : .seconds(120) }

    func orderIndex(_ id: String?) throws(HandlerAPIRefusal) -> Int {
        guard let index = orders.firstIndex(where: { $0.id == id }) else { throw .noActivation }
        return index
    }
}
