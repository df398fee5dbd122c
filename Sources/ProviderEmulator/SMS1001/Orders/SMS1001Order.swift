import Lines

extension SMS1001Emulator {
    /// A number bought for one service, in the provider's books.
    struct Order: Sendable {
        enum End: Sendable, Equatable {
            case cancelled(Instant)
            case expired(Instant)
            /// Its time ran out with a message.
            case completed(Instant)
            case blocked(Instant)
        }

        let id: String
        let supplierID: String
        let offer: SMS1001Catalogue.Offer
        /// Digits with the country code.
        let number: String
        let price: Money
        let rentedAt: Instant
        let expiresAt: Instant
        var end: End?
        var sent: [EmulatedDelivery] = []
        /// The messages fetched from the supplier; no others are ever shown.
        private(set) var stored: [EmulatedDelivery] = []

        /// Fetches the supplier's new messages, and returns how many were stored before.
        @discardableResult
        mutating func fetch() -> Int {
            let known = stored.count
            stored = sent.filter(\.isDelivered)
            return known
        }

        /// Whether it is no longer refundable: messages at the supplier count, fetched or not.
        var hasMessage: Bool { sent.contains(where: \.isDelivered) }

        /// The provider's word for its state.
        func status(at now: Instant, in generation: EmulatorGeneration) -> String {
            switch end {
            case .cancelled: "REFUNDED"
            case .expired(let at) where now < at + SMS1001Emulator.expiredFor: "EXPIRED"
            case .expired: "REFUNDED"
            case .completed: "COMPLETED"
            case .blocked: "BLOCKED"
            case nil where isProcessing(at: now): "PENDING"
            case nil: generation == .current && !stored.isEmpty ? "ACTIVE" : "RENTED"
            }
        }

        /// One supplier takes a few seconds.
        private func isProcessing(at now: Instant) -> Bool {
            offer.alias == "EXTRA 2" && now < rentedAt + .seconds(5)
        }

        /// How long its supplier refuses a cancel.
        var cancelLock: Duration { offer.alias == "EXTRA 2" ? .zero : .seconds(120) }
    }

    /// How long an order waits for its messages.
    static let orderLife: Duration = .minutes(20)

    /// How long an order is called expired before it is called refunded.
    static let expiredFor: Duration = .seconds(30)

    /// An order of another account, refused in other words than one that does not exist.
    static let foreignOrder = "ord_of_another"

    func orderIndex(_ id: String) throws(SMS1001Refusal) -> Int {
        if id == SMS1001Emulator.foreignOrder { throw .notOurs }
        guard let index = orders.firstIndex(where: { $0.id == id }) else {
            throw .notFound("Order")
        }
        return index
    }

    /// The order named in the JSON body of a request.
    func orderIndex(in request: EmulatedRequest) throws(SMS1001Refusal) -> Int {
        let body = JSON(parsing: request.body) ?? .null
        guard let id = body["orderId"]?.text, !id.isEmpty else { throw .missing("orderId") }
        return try orderIndex(id)
    }
}
