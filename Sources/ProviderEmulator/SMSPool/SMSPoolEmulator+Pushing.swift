package import Lines

/// The webhook, an account setting on the website: unsigned, and turned off after fifty failures
/// in a row. No retries are documented.
extension SMSPoolEmulator {
    package mutating func setWebhook(_ url: String?) -> Bool {
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
        webhook.post(
            [
                "orderid": .string(order.id), "sms": .string(sms.code ?? ""),
                "full_sms": .string(sms.text), "timestamp": .string(SMSPoolTime.numeric(now)),
            ], at: now)
    }

    /// There is no sender in it.
    mutating func push(_ sms: EmulatedSMS, of rental: Rental, at now: Instant) {
        webhook.post(
            [
                "rental_code": .string(rental.code), "phonenumber": .string(rental.number),
                "full_sms": .string(sms.text), "timestamp": .string(SMSPoolTime.numeric(now)),
            ], at: now)
    }

    /// An automatic extension that was made, or could not be paid for.
    mutating func pushExtension(of rental: Rental, success: Bool, at now: Instant) {
        webhook.post(
            [
                "rental_code": .string(rental.code), "phonenumber": .string(rental.number),
                "success": success ? 1 : 0, "timestamp": .string(SMSPoolTime.numeric(now)),
            ], at: now)
    }
}
