import Lines

extension VirtualSMSEmulator {
    /// A webhook subscription, as stored by the provider.
    struct Subscription: Sendable {
        let id: String
        let secret: String
        let createdAt: Instant
        var updatedAt: Instant
        var url: String
        var what: String?
        var events: [String]
        var threshold: Money?
        var isActive = true
        var isPaused = false
        /// Failures in a row.
        var failures = 0
        var lastDeliveredAt: Instant?
        var lastErrorAt: Instant?
        var lastErrorCode: String?
        /// Whether a low balance was reported and the balance has been low since.
        var isToldLow = false

        /// Without the secret, which is sent only once.
        var json: JSON {
            [
                "id": .string(id), "url": .string(url),
                "description": what.map(JSON.string) ?? .null,
                "events": .array(events.map(JSON.string)), "active": .bool(isActive),
                "paused": .bool(isPaused),
                "threshold": threshold.map(VirtualSMSWire.number) ?? .null,
                "failure_count_consecutive": .int(failures),
                "last_delivered_at": VirtualSMSWire.time(lastDeliveredAt),
                "last_error_at": VirtualSMSWire.time(lastErrorAt),
                "last_error_code": lastErrorCode.map(JSON.string) ?? .null,
                "created_at": VirtualSMSWire.time(createdAt),
                "updated_at": VirtualSMSWire.time(updatedAt),
            ]
        }
    }

    /// One delivery attempt.
    struct Delivery: Sendable {
        enum State: String, Sendable {
            case pending, sending, delivered, failed
        }

        let id: String
        let subscription: String
        let event: String
        let kind: String
        let attempt: Int
        let scheduledFor: Instant
        let createdAt: Instant
        let payload: JSON
        var state = State.pending
        var responseStatus: Int?
        var deliveredAt: Instant?
        var error: String?

        var json: JSON {
            [
                "id": .string(id), "event_id": .string(event), "event_type": .string(kind),
                "attempt": .int(attempt),
                "status": .string(state == .sending ? "pending" : state.rawValue),
                "response_status": responseStatus.map { .int($0) } ?? .null,
                "response_body": .null, "scheduled_for": VirtualSMSWire.time(scheduledFor),
                "delivered_at": VirtualSMSWire.time(deliveredAt),
                "error_message": error.map(JSON.string) ?? .null,
                "created_at": VirtualSMSWire.time(createdAt), "payload": payload,
            ]
        }
    }
}
