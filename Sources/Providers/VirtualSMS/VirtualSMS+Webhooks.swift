import Lines
import Transport

/// Subscriptions to events, which save polling.
extension VirtualSMS {
    package func webhooks() async throws(ProviderError) -> Answer<[Webhook]> {
        let answer = try await ask(.webhooks)
        var webhooks: [Webhook] = []
        for entry in try answer.objects("webhooks") {
            // Without it another would be created in its place, and everything sent twice.
            guard let webhook = answer.webhook(entry) else { throw answer.unrecognised }
            webhooks.append(webhook)
        }
        return answer.answer(webhooks)
    }

    /// Creates a subscription; only this answer has the secret.
    package func createWebhook(
        _ request: WebhookRequest
    ) async throws(ProviderError) -> Answer<Webhook> {
        try await webhook(
            .createWebhook,
            body: .body([
                "url": .string(request.url), "description": request.what.map(JSONValue.string),
                "events": .array(request.events.map(JSONValue.string)),
                "threshold": request.threshold.map { .number($0.decimal) },
            ]))
    }

    package func webhook(_ id: String) async throws(ProviderError) -> Answer<Webhook> {
        try await webhook(.webhook(id))
    }

    package func updateWebhook(
        _ id: String, _ change: WebhookChange
    ) async throws(ProviderError) -> Answer<Webhook> {
        try await webhook(
            .updateWebhook(id),
            body: .body([
                "url": change.url.map(JSONValue.string),
                "description": change.what.map(JSONValue.string),
                "events": change.events.map { .array($0.map(JSONValue.string)) },
                "threshold": change.threshold.map { .number($0.decimal) },
                "active": change.isActive.map(JSONValue.bool),
                "paused": change.isPaused.map(JSONValue.bool),
            ]))
    }

    /// The answer may consist of its status alone.
    package func deleteWebhook(_ id: String) async throws(ProviderError) -> Answer<Void> {
        let answer = try await ask(.deleteWebhook(id))
        if answer.reply.status != 204 { try answer.requireSuccess() }
        return answer.answer(())
    }

    /// Makes the provider send a test event.
    package func testWebhook(_ id: String) async throws(ProviderError) -> Answer<WebhookTest> {
        let answer = try await ask(.testWebhook(id))
        try answer.requireSuccess(or: "delivery_id")
        return answer.answer(
            WebhookTest(
                delivery: answer.json.text("delivery_id"), event: answer.json.text("event_id"),
                kind: answer.json.text("event_type")))
    }

    /// The latest delivery attempts, newest first, at most 500.
    package func webhookDeliveries(
        of id: String, limit: Int = 100, offset: Int = 0
    ) async throws(ProviderError) -> Answer<VirtualSMSPage<WebhookDelivery>> {
        let limit = min(max(1, limit), 500)
        let offset = max(0, offset)
        let answer = try await ask(
            .deliveries(id), query: [("limit", String(limit)), ("offset", String(offset))])
        let entries = try answer.objects("deliveries").compactMap(answer.webhookDelivery)
        return answer.answer(answer.page(entries, limit: limit, offset: offset))
    }

    private func webhook(
        _ call: VirtualSMSCall, body: JSONValue? = nil
    ) async throws(ProviderError) -> Answer<Webhook> {
        let answer = try await ask(call, body: body)
        guard let webhook = answer.webhook(answer.inner("webhook")) else {
            throw answer.unrecognised
        }
        return answer.answer(webhook)
    }
}
