package import Lines

/// Webhooks: for activations to the address entered on the website, for rentals to the one given
/// at the purchase. Unsigned; anything but a 200 is tried again.
extension HandlerAPIEmulator {
    /// Up to eight more tries within two hours; one clone documents two.
    static func pauses(of dialect: Dialect) -> [Duration] {
        switch dialect {
        case .clone: [.minutes(1), .minutes(5)]
        default: [1, 2, 4, 8, 15, 20, 30, 40].map { .minutes($0) }
        }
    }

    package mutating func setWebhook(_ url: String?) -> Bool {
        // The old path of VirtualSMS has none: its webhooks are those of its own protocol.
        guard dialect != .virtualsms else { return false }
        webhook.set(url)
        return true
    }

    package mutating func dueWebhookCalls(at now: Instant) -> [WebhookCall] {
        settle(to: now)
        return webhook.due(at: now)
    }

    package mutating func recordWebhookCall(_ id: String, status: Int?, at now: Instant) {
        webhook.record(id, status: status, at: now)
    }

    mutating func push(_ sms: EmulatedSMS, of order: Order, at now: Instant) {
        let about: JSON = [
            "service": .string(order.pair.service.code), "text": .string(sms.text),
            "code": .string(sms.code ?? ""), "receivedAt": .string(HandlerAPIWire.time(now)),
        ]
        // DaisySMS names no order.
        guard dialect != .daisysms else { return webhook.post(about, at: now) }
        webhook.post(
            about.with([
                "activationId": .number(order.id), "country": .number(order.pair.country.id),
            ]), at: now)
    }

    mutating func push(_ sms: EmulatedSMS, of rental: Rental, at now: Instant) {
        webhook.post(
            [
                "rentId": .string(rental.id),
                "sms": [
                    "phoneFrom": .string(sms.sender), "text": .string(sms.text),
                    "date": .string(HandlerAPIWire.time(now)),
                ],
            ], to: rental.url, at: now)
    }
}
