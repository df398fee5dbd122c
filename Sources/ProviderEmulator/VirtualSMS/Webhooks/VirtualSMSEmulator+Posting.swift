import Crypto
package import Lines

/// Pushes: posts to subscriptions, with their retries, and texts over the WebSocket.
extension VirtualSMSEmulator {
    /// The pause after each failure until the next try.
    static let pauses: [Duration] = [
        .minutes(1), .minutes(5), .minutes(30), .hours(2), .hours(12),
    ]

    /// The number of failures in a row after which a subscription is paused.
    static let mostFailures = 20

    /// The posts due; each is returned once.
    package mutating func dueWebhookCalls(at now: Instant) -> [WebhookCall] {
        settle(to: now)
        var calls: [WebhookCall] = []
        for index in deliveries.indices
        where deliveries[index].state == .pending && deliveries[index].scheduledFor <= now {
            let found = subscriptions.first { $0.id == deliveries[index].subscription }
            guard let found, found.isActive, !found.isPaused else { continue }
            deliveries[index].state = .sending
            calls.append(call(deliveries[index], to: found, at: now))
        }
        return calls
    }

    /// Records the result of a post: its status, or nil if there was no answer.
    package mutating func recordWebhookCall(_ id: String, status: Int?, at now: Instant) {
        guard let index = deliveries.firstIndex(where: { $0.id == id && $0.state == .sending }),
            let owner = subscriptions.firstIndex(where: {
                $0.id == deliveries[index].subscription
            })
        else { return }
        deliveries[index].responseStatus = status
        if let status, (200..<300).contains(status) {
            deliveries[index].state = .delivered
            deliveries[index].deliveredAt = now
            subscriptions[owner].failures = 0
            subscriptions[owner].lastDeliveredAt = now
            return
        }
        let failed = deliveries[index]
        let error = status.map { "http_\($0)" } ?? "connection_failed"
        deliveries[index].state = .failed
        deliveries[index].error = error
        subscriptions[owner].failures += 1
        subscriptions[owner].lastErrorAt = now
        subscriptions[owner].lastErrorCode = error
        if subscriptions[owner].failures >= VirtualSMSEmulator.mostFailures {
            subscriptions[owner].isPaused = true
        }
        guard failed.attempt <= VirtualSMSEmulator.pauses.count else { return }
        deliveries.append(
            Delivery(
                id: "dlv_\(deliveries.count + 1)", subscription: failed.subscription,
                event: failed.event, kind: failed.kind, attempt: failed.attempt + 1,
                scheduledFor: now + VirtualSMSEmulator.pauses[failed.attempt - 1], createdAt: now,
                payload: failed.payload))
    }

    /// Signed over the body alone. The header names depend on the vocabulary.
    private func call(
        _ delivery: Delivery, to subscription: Subscription, at now: Instant
    ) -> WebhookCall {
        let body = Array(delivery.payload.description.utf8)
        let key = SymmetricKey(data: Array(subscription.secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: body, using: key)
            .map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        var headers = [(name: "Content-Type", value: "application/json")]
        if vocabulary == .older {
            headers.append(("X-Signature", code))
        } else {
            // One public example compares it with the bare digits.
            let signature = vocabulary == .document ? "sha256=\(code)" : code
            headers += [
                ("X-VirtualSMS-Signature", signature),
                ("X-VirtualSMS-Timestamp", String(now.milliseconds / 1000)),
                ("X-VirtualSMS-Delivery", delivery.id),
            ]
        }
        return WebhookCall(id: delivery.id, url: subscription.url, headers: headers, body: body)
    }

    /// The texts for a WebSocket that has received everything up to `cursor`; a new one begins with
    /// `eventCount`.
    ///
    /// - Parameter order: the order it was opened for; nil for the whole account.
    package mutating func pushes(
        to order: String?, after cursor: Int, at now: Instant
    ) -> (texts: [String], cursor: Int) {
        settle(to: now)
        let fresh = events.dropFirst(max(0, cursor)).filter { event in
            event.line != nil && (order == nil || event.line == order)
        }
        let texts = fresh.compactMap { push($0, withID: order == nil)?.description }
        return (texts, events.count)
    }

    /// The starting point of a WebSocket opened now.
    package var eventCount: Int { events.count }

    private func push(_ event: Event, withID: Bool) -> JSON? {
        let id: JSON = withID ? ["order_id": event.line.map(JSON.string) ?? .null] : [:]
        switch event.what {
        case .received(let sms):
            let code = sms.code.map(JSON.string) ?? .null
            let isOld = generation == .document
            return JSON.object([
                JSON.Member("type", isOld ? "sms" : "sms_received"), JSON.Member("code", code),
                JSON.Member(isOld ? "full_text" : "message", .string(sms.text)),
            ]).with(id)
        case .orderExpired: return JSON.object([JSON.Member("type", "expired")]).with(id)
        case .orderCancelled:
            return JSON.object([
                JSON.Member("type", "order_status"), JSON.Member("status", "cancelled"),
            ]).with(id)
        case .ordered:
            return JSON.object([
                JSON.Member("type", "order_status"), JSON.Member("status", "waiting"),
            ]).with(id)
        default: return nil
        }
    }
}
