package import Lines
package import Transport

extension VirtualSMS {
    /// A subscription: an address to which the provider sends events.
    package struct Webhook: Equatable, Sendable {
        package var id: String
        package var url: String
        package var what: String?
        package var events: [String]
        package var isActive: Bool
        /// Whether the provider gave up on it after many failures in a row.
        package var isPaused: Bool
        /// The balance below which `balance.low` is sent.
        package var threshold: Money?
        /// Failures in a row.
        package var failures: Int
        package var lastDeliveredAt: Instant?
        package var lastErrorAt: Instant?
        package var lastErrorCode: String?
        package var createdAt: Instant?
        /// The secret that signs its calls; returned only once, on creation.
        package var secret: Secret?
    }

    /// The desired settings of a subscription.
    package struct WebhookRequest: Equatable, Sendable {
        package var url: String
        package var events: [String]
        package var what: String?
        /// Required if `balance.low` is among the events.
        package var threshold: Money?

        package init(
            url: String, events: [String] = WebhookRequest.documented, what: String? = nil,
            threshold: Money? = nil
        ) {
            self.url = url
            self.events = events
            self.what = what
            self.threshold = threshold
        }

        /// The event for a balance below the threshold, in every vocabulary that has one.
        package static let balanceLow = "balance.low"
        /// The document's events that concern lines.
        package static let documented = [
            "sms.received", "order.cancelled", "order.expired", "order.swapped",
        ]
        /// The events of later clients, which include rentals.
        package static let later = [
            "order.sms_received", "order.cancelled", "order.expired", "rental.sms_received",
            "rental.expired", "rental.cancelled",
        ]
    }

    /// Changes to a subscription; nil leaves a value as it is.
    package struct WebhookChange: Equatable, Sendable {
        package var url: String?
        package var events: [String]?
        package var what: String?
        package var threshold: Money?
        package var isActive: Bool?
        /// False resumes it; the provider then starts counting failures again.
        package var isPaused: Bool?

        package init() {}
    }

    /// One delivery attempt.
    package struct WebhookDelivery: Equatable, Sendable {
        package var id: String
        package var event: String?
        package var kind: String?
        package var attempt: Int
        package var status: String?
        /// The receiver's status; nil if there was no answer.
        package var responseStatus: Int?
        package var error: String?
        package var scheduledFor: Instant?
        package var deliveredAt: Instant?
        package var createdAt: Instant?
        /// The body posted or to be posted, as JSON text; a lost message can be recovered from it.
        package var payload: [UInt8]?
    }

    /// The result of testing a subscription.
    package struct WebhookTest: Equatable, Sendable {
        package var delivery: String?
        package var event: String?
        package var kind: String?
    }
}

extension VirtualSMSAnswer {
    func webhook(_ entry: JSONValue) -> VirtualSMS.Webhook? {
        guard let id = entry.text("id"), let url = entry.text("url") else { return nil }
        return VirtualSMS.Webhook(
            id: id, url: url, what: entry.text("description"),
            events: (entry["events"]?.entries ?? []).compactMap(\.value.text),
            isActive: entry.flag("active") ?? true, isPaused: entry.flag("paused") ?? false,
            threshold: entry.money("threshold"),
            failures: entry.count("failure_count_consecutive") ?? 0,
            lastDeliveredAt: entry.instant("last_delivered_at", zone: zone),
            lastErrorAt: entry.instant("last_error_at", zone: zone),
            lastErrorCode: entry.text("last_error_code"),
            createdAt: entry.instant("created_at", zone: zone),
            secret: (entry.text("secret") ?? json.text("secret")).map(Secret.init))
    }

    func webhookDelivery(_ entry: JSONValue) -> VirtualSMS.WebhookDelivery? {
        guard let id = entry.text("id") else { return nil }
        let payload: [UInt8]? =
            switch entry.first(of: ["payload"]) {
            case .string(let text)?: Array(text.utf8)
            case let value?: value.jsonText
            case nil: nil
            }
        return VirtualSMS.WebhookDelivery(
            id: id, event: entry.text("event_id"), kind: entry.text("event_type"),
            attempt: entry.count("attempt") ?? 1, status: entry.text("status"),
            responseStatus: entry.count("response_status").flatMap { $0 == 0 ? nil : $0 },
            error: entry.text("error_message").map(reader.sentence),
            scheduledFor: entry.instant("scheduled_for", zone: zone),
            deliveredAt: entry.instant("delivered_at", zone: zone),
            createdAt: entry.instant("created_at", zone: zone), payload: payload)
    }
}
