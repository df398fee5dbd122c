package import Lines

/// The WebSocket: one for an order, or for the whole account, with the key in its address.
extension VirtualSMSEmulator {
    static let feedPath = "ws/orders"

    package mutating func openFeed(
        _ request: EmulatedRequest, at now: Instant
    ) -> EmulatedFeed? {
        guard request.path == Self.feedPath, request.value("api_key") == emulatorKey else {
            return nil
        }
        let order = request.value("order_id")
        if let order, !orders.contains(where: { $0.id == order }) { return nil }
        return EmulatedFeed(order: order, cursor: eventCount)
    }

    package mutating func texts(on feed: inout EmulatedFeed, at now: Instant) -> [String] {
        let (texts, cursor) = pushes(to: feed.order, after: feed.cursor, at: now)
        feed.cursor = cursor
        return texts
    }
}
