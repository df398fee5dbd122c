import Lines

extension SMSPoolEmulator {
    /// How long the document's generation calls an order expired before it calls it refunded.
    private static let expiredFor: Duration = .seconds(30)

    /// `/sms/check`
    mutating func check(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let order = orders[try orderIndex(request)]
        if order.end == nil, !order.isWaiting, let latest = order.latest {
            return [
                "status": 3, "sms": .string(order.code), "full_sms": .string(latest.text),
                "expiration": .int(order.expiresAt.unixSeconds),
            ]
        }
        return generation == .current ? currentCheck(order, now) : documentCheck(order, now)
    }

    private func documentCheck(_ order: Order, _ now: Instant) -> JSON {
        let (status, message): (Int, JSON) =
            switch order.end {
            case .cancelled: (5, "cancelled")
            case .expired(let at) where now < at + SMSPoolEmulator.expiredFor: (2, "expired")
            case .expired: (6, "refunded")
            case nil where order.awaitsAnother: (4, "resend")
            case nil: (1, "pending")
            }
        return [
            "status": .int(status), "message": message, "resend": 0,
            "expiration": .int(order.expiresAt.unixSeconds),
        ]
    }

    /// A pending order has no message at all, and a refunded one may have time left.
    private func currentCheck(_ order: Order, _ now: Instant) -> JSON {
        let expiration = JSON.int(order.expiresAt.unixSeconds)
        let timeLeft = JSON.int(order.timeLeft(at: now))
        guard order.end != nil else {
            return ["status": 1, "resend": 0, "expiration": expiration, "time_left": timeLeft]
        }
        return [
            "status": 6, "message": "This order has been refunded", "resend": 0,
            "expiration": expiration, "time_left": timeLeft,
        ]
    }
}
