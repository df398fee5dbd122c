import Lines

/// Cancelling orders for a refund.
extension SMS1001Emulator {
    /// `/activations/cancel`
    mutating func cancel(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMS1001Refusal) -> JSON {
        let index = try orderIndex(in: request)
        try cancel(index, at: now)
        return [
            "id": .string(orders[index].id), "status": "REFUNDED",
            "refundAmount": SMS1001Wire.number(orders[index].price),
            "refundReason": "Full refund - No SMS received",
        ]
    }

    /// `/activations/cancel-all`: the status is in capitals for refunded orders, but not for failed
    /// ones.
    mutating func cancelAll(at now: Instant) -> JSON {
        var results: [JSON] = []
        var cancelled = 0
        for index in orders.indices where orders[index].end == nil {
            let id = JSON.string(orders[index].id)
            do throws(SMS1001Refusal) {
                try cancel(index, at: now)
                cancelled += 1
                results.append([
                    "orderId": id, "status": "REFUNDED",
                    "refundAmount": SMS1001Wire.number(orders[index].price),
                ])
            } catch {
                results.append([
                    "orderId": id, "status": "failed", "refundAmount": 0,
                    "error": "Cancel failed. Please try again later.",
                ])
            }
        }
        return [
            "cancelled": .int(cancelled), "failed": .int(results.count - cancelled),
            "results": .array(results),
        ]
    }

    private mutating func cancel(_ index: Int, at now: Instant) throws(SMS1001Refusal) {
        let order = orders[index]
        switch order.status(at: now, in: generation) {
        case "REFUNDED": throw .alreadyRefunded
        case let status where order.end != nil: throw .ended(status)
        default: break
        }
        guard !order.hasMessage else { throw .hasMessage }
        guard now - order.rentedAt >= order.cancelLock else { throw .cancelTooEarly }
        orders[index].end = .cancelled(now)
        giveBack(order, at: now)
    }
}
