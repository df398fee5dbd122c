import Lines

/// Subscriptions: created, listed, changed, tested and deleted.
extension VirtualSMSEmulator {
    /// `GET /customer/webhooks`
    func listSubscriptions() -> JSON {
        [
            "success": true, "webhooks": .array(subscriptions.map(\.json)),
            "count": .int(subscriptions.count),
        ]
    }

    /// `POST /customer/webhooks`: the only answer with the secret.
    mutating func subscribe(_ body: JSON, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        var subscription = Subscription(
            id: ids.uuid(), secret: ids.secret(), createdAt: now, updatedAt: now,
            url: "", events: [])
        guard body["url"]?.text != nil else { throw .missing("url") }
        guard body["events"] != nil else { throw .missing("events") }
        try change(&subscription, body)
        subscriptions.append(subscription)
        let secret: JSON = ["secret": .string(subscription.secret)]
        return ["success": true, "webhook": subscription.json.with(secret)]
    }

    /// `/customer/webhooks/{id}`
    mutating func answerSubscription(
        _ id: String, _ method: String, _ body: JSON, at now: Instant
    ) throws(VirtualSMSRefusal) -> JSON {
        let index = try subscriptionIndex(id)
        switch method {
        case "PATCH":
            guard case .object(let members) = body, !members.isEmpty else {
                throw .invalid("At least one field is required")
            }
            var changed = subscriptions[index]
            try change(&changed, body)
            if changed.isPaused == false, subscriptions[index].isPaused { changed.failures = 0 }
            changed.updatedAt = now
            subscriptions[index] = changed
        case "DELETE":
            subscriptions.remove(at: index)
            deliveries.removeAll { $0.subscription == id }
            return ["success": true]
        default: break
        }
        return ["success": true, "webhook": subscriptions[index].json]
    }

    func subscriptionIndex(_ id: String) throws(VirtualSMSRefusal) -> Int {
        guard let index = subscriptions.firstIndex(where: { $0.id == id }) else {
            throw .notFound("Webhook")
        }
        return index
    }

    private func change(
        _ subscription: inout Subscription, _ body: JSON
    ) throws(VirtualSMSRefusal) {
        if let url = body["url"]?.text {
            guard VirtualSMSEmulator.mayBePosted(to: url) else {
                throw .invalid("url must be https, without localhost or IP literals")
            }
            subscription.url = url
        }
        if let what = body["description"]?.text { subscription.what = what }
        if let events = body["events"] {
            let names = events.values.compactMap(\.text)
            guard !names.isEmpty, names.allSatisfy(vocabulary.names.contains) else {
                throw .invalid("Invalid events")
            }
            subscription.events = names
        }
        if let threshold = body["threshold"]?.text {
            guard let sum = Money(decimal: threshold), sum.isMore(than: .zero) else {
                throw .invalid("Invalid threshold")
            }
            subscription.threshold = sum
        }
        guard !subscription.events.contains("balance.low") || subscription.threshold != nil else {
            throw .missing("threshold")
        }
        if let flag = body["active"] { subscription.isActive = flag == true }
        if let flag = body["paused"] { subscription.isPaused = flag == true }
    }

    /// The provider's rule, except that receivers on this machine are allowed too, because this is
    /// an emulator.
    static func mayBePosted(to url: String) -> Bool {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { return false }
        let authority = parts[2].prefix { $0 != "/" && $0 != "?" }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains(String(host))
        if isLocal { return parts[0] == "http:" || parts[0] == "https:" }
        let isNumber = host.allSatisfy { $0 == "." || $0.isNumber } || host.hasPrefix("[")
        return parts[0] == "https:" && host.contains(".") && !isNumber
    }

    /// `/customer/webhooks/{id}/test`
    mutating func test(_ id: String, at now: Instant) throws(VirtualSMSRefusal) -> JSON {
        let subscription = subscriptions[try subscriptionIndex(id)]
        guard subscription.isActive, !subscription.isPaused else {
            throw .invalid("Webhook is paused or inactive")
        }
        let event = Event(
            id: ids.eventID(at: now),
            what: .received(EmulatedSMS(sender: "VirtualSMS", text: "Test code: 123456")),
            line: nil, at: now, isTest: true)
        queue(event, for: subscription, at: now)
        guard let delivery = deliveries.last else { throw .invalid("Nothing was queued") }
        return [
            "success": true, "message": "Test event queued", "delivery_id": .string(delivery.id),
            "event_id": .string(event.id), "event_type": .string(delivery.kind),
        ]
    }

    /// `/customer/webhooks/{id}/deliveries`, newest first.
    func listDeliveries(
        _ id: String, _ request: EmulatedRequest
    ) throws(VirtualSMSRefusal) -> JSON {
        _ = try subscriptionIndex(id)
        let limit = VirtualSMSWire.whole("limit", request, or: 100, in: 1...500)
        let offset = VirtualSMSWire.whole("offset", request, or: 0, in: 0...1_000_000)
        let found = deliveries.reversed().filter { $0.subscription == id }
            .dropFirst(offset).prefix(limit)
        return [
            "success": true, "deliveries": .array(found.map(\.json)), "count": .int(found.count),
            "limit": .int(limit), "offset": .int(offset),
        ]
    }
}
