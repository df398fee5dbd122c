import Lines

extension HandlerAPIEmulator {
    /// A number bought for one service, as the provider's books have it.
    struct Order: Sendable {
        enum End: Sendable, Equatable {
            /// With its money given back.
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
        /// A number taken again may sleep first.
        var hearsFrom: Instant?
        var end: End?
        /// Another code was asked for and has not come.
        var awaitsAnother = false
        var resends = 0
        var sent: [EmulatedDelivery] = []

        var received: [EmulatedDelivery] { sent.filter(\.isDelivered) }
        var hasReceived: Bool { sent.contains(where: \.isDelivered) }
        /// The newest is all that is kept in view; the one before is overwritten.
        var latest: EmulatedDelivery? { sent.last(where: \.isDelivered) }
        /// What the status shows: the code, or the whole text when none was found in it.
        var shown: String { latest.map { $0.sms.code ?? $0.sms.text } ?? "" }
        var canGetAnother: Bool { resends < HandlerAPIEmulator.mostResends }
    }

    /// How often a number can be asked for another code.
    static let mostResends = 2

    /// How long a cancel is refused.
    var cancelHold: Duration { dialect == .daisysms ? .zero : .seconds(120) }

    func orderIndex(_ id: String?) throws(HandlerAPIRefusal) -> Int {
        guard let index = orders.firstIndex(where: { $0.id == id }) else { throw .noActivation }
        return index
    }
}
