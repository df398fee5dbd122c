import Lines

extension SMSPoolEmulator {
    /// How long after the purchase, and how often, another message can be requested for a number.
    private static let resendHours: Int64 = 120
    private static let mostResends = 2

    /// `/sms/resend`: the newer generation creates a new order, at no charge.
    mutating func resend(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let index = try orderIndex(request)
        try checkResendable(orders[index], now)
        orders[index].resends += 1
        guard generation == .current else {
            orders[index].awaitsAnother = true
            return ["success": 1, "message": "Number has been requested again", "resend": 0]
        }
        let old = orders[index]
        let order = Order(
            id: ids.code(), offer: old.offer, nationalNumber: old.nationalNumber,
            price: .zero, purchasedAt: now, expiresAt: now + orderLife, resends: old.resends)
        orders.append(order)
        return [
            "success": 1, "message": "Your number has been requested again!",
            "order_id": .string(order.id), "charge": 0,
        ]
    }

    /// `/sms/check_resend`
    mutating func checkResend(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        let order = orders[try orderIndex(request)]
        try checkResendable(order, now)
        let elapsed = (now - order.purchasedAt).wholeSeconds / 3600
        return [
            "success": 1, "message": "This phonenumber is available for resend!",
            "resends": .int(SMSPoolEmulator.mostResends - order.resends), "resendCost": 0,
            "expires_in_hour": .int(SMSPoolEmulator.resendHours - elapsed),
        ]
    }

    private func checkResendable(_ order: Order, _ now: Instant) throws(SMSPoolRefusal) {
        guard order.hasReceived else { throw .nothingReceivedYet }
        let kept = now - order.purchasedAt < .seconds(SMSPoolEmulator.resendHours * 3600)
        // The document's generation allows it only within the order's own life, the newer one for
        // days.
        let inTime = generation == .current ? kept : order.isOpen(at: now)
        let asked = orders.contains {
            $0.number == order.number && $0.isWaiting && $0.isOpen(at: now)
        }
        guard inTime, !asked, order.resends < SMSPoolEmulator.mostResends else {
            throw .resendUnavailable
        }
    }
}
