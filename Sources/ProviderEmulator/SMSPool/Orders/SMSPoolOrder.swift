import Lines

extension SMSPoolEmulator {
    /// A number bought for one service, in the provider's books.
    struct Order: Sendable {
        /// The kinds of an end with a refund.
        enum End: Sendable, Equatable {
            case cancelled(Instant)
            case expired(Instant)
        }

        let id: String
        let offer: SMSPoolCatalogue.Offer
        /// Digits without the country code.
        let nationalNumber: String
        let price: Money
        let purchasedAt: Instant
        let expiresAt: Instant
        var end: End?
        /// The document's generation reuses an order if another message is requested.
        var awaitsAnother = false
        var resends = 0
        var isArchived = false
        var sent: [EmulatedDelivery] = []

        var number: String { offer.country.callingCode + nationalNumber }
        /// The newest message that arrived.
        var latest: EmulatedSMS? { sent.last(where: \.isDelivered)?.sms }
        var hasReceived: Bool { sent.contains(where: \.isDelivered) }
        var isWaiting: Bool { end == nil && (!hasReceived || awaitsAnother) }

        /// Whether a message sent now would be kept.
        func isOpen(at now: Instant) -> Bool { end == nil && now < expiresAt }

        func timeLeft(at now: Instant) -> Int64 { max(0, (expiresAt - now).wholeSeconds) }

        /// The extracted code of the newest message; `0` if there is none.
        var code: String { latest?.code ?? "0" }

        func state(at now: Instant) -> String {
            switch end {
            // A resend costs nothing, so there is nothing to refund.
            case .expired where price == .zero: "expired"
            case .cancelled, .expired: "refunded"
            case nil where isWaiting: "waiting"
            case nil: now < expiresAt ? "received" : "finished"
            }
        }
    }

    /// How long an order waits for its message.
    var orderLife: Duration { generation == .current ? .seconds(1200) : .seconds(599) }

    /// How long an order cannot be cancelled; no answer says how much of that is left.
    static let cancelLock: Duration = .seconds(120)

    func orderIndex(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> Int {
        let id = request.value("orderid")
        guard let index = orders.firstIndex(where: { $0.id == id }) else { throw .orderNotFound }
        return index
    }
}
