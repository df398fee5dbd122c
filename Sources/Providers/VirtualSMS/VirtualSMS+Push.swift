import Lines
import Transport

/// Push by VirtualSMS: over a WebSocket per order, and to a webhook.
extension VirtualSMS {
    /// The WebSocket takes the key only in its address.
    package func feedAddress(of providerID: String) -> String? {
        let base = root.hasSuffix("/api/v1") ? String(root.dropLast(7)) : root
        let scheme: String
        let rest: Substring
        if base.lowercased().hasPrefix("https://") {
            (scheme, rest) = ("wss://", base.dropFirst(8))
        } else if base.lowercased().hasPrefix("http://") {
            (scheme, rest) = ("ws://", base.dropFirst(7))
        } else {
            return nil
        }
        let order = PercentEncoding.encode(providerID)
        let key = PercentEncoding.encode(key.reveal())
        return "\(scheme)\(rest)/ws/orders?order_id=\(order)&api_key=\(key)"
    }

    package func news(onFeed text: String, of providerID: String) -> PushNews? {
        guard let push = VirtualSMSPush.read(webSocketText: text) else { return nil }
        return push.news
    }

    /// Accepted if it is signed with the secret of our subscription.
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> [PushNews] {
        guard let secret else { throw .unexpected }
        let isValid = VirtualSMSSignature.isValid(
            body: request.body, headers: request.headers, secret: Secret(secret),
            now: request.receivedAt)
        guard isValid else { throw .forged }
        return [VirtualSMSPush.read(webhookBody: request.body)?.news].compactMap { $0 }
    }

    /// Finds, repairs or creates the subscription for `url`.
    ///
    /// The secret is returned only once: a subscription of ours whose secret is unknown is removed
    /// and created again. Those for other addresses belong to somebody else and stay.
    package func subscribe(
        at url: String, knowing known: Subscription?
    ) async throws(ProviderError) -> Answer<Subscription> {
        let listed = try await webhooks()
        let mine = listed.value.filter { $0.url == url }
        // Some servers normalise an address, so the id decides.
        if let known, let held = listed.value.first(where: { $0.id == known.id }) {
            try await mend(held)
            return listed.map { _ in known }
        }
        for stranger in mine { _ = try await deleteWebhook(stranger.id) }
        let made = try await create(url)
        guard let secret = made.value.secret else {
            throw .badRequest(["the subscription has no signing secret"]
            )
        }
        return made.map { Subscription(id: $0.id, secret: secret.reveal()) }
    }

    private func mend(_ held: Webhook) async throws(ProviderError) {
        var change = WebhookChange()
        change.isActive = true
        change.isPaused = false
        if !Set(WebhookRequest.later).isSubset(of: held.events) {
            // Rentals are among the later event names. A server that did not know them before may
            // know them now.
            change.events = held.adding(WebhookRequest.later)
            do throws(ProviderError) {
                _ = try await updateWebhook(held.id, change)
                return
            } catch .badRequest {
                let isWhole = Set(WebhookRequest.documented).isSubset(of: held.events)
                change.events = isWhole ? nil : held.adding(WebhookRequest.documented)
            }
        }
        guard !held.isActive || held.isPaused || change.events != nil else { return }
        _ = try await updateWebhook(held.id, change)
    }

    /// The later event names include rentals; a server that does not know them gets the documented
    /// ones.
    private func create(_ url: String) async throws(ProviderError) -> Answer<Webhook> {
        let what = "Linekeeper"
        do throws(ProviderError) {
            return try await createWebhook(
                WebhookRequest(url: url, events: WebhookRequest.later, what: what))
        } catch .badRequest {
            return try await createWebhook(
                WebhookRequest(url: url, events: WebhookRequest.documented, what: what))
        }
    }
}

extension VirtualSMS.Webhook {
    /// Its present events are kept: a server may know names that another does not.
    fileprivate func adding(_ more: [String]) -> [String] {
        events + more.filter { !events.contains($0) }
    }
}

extension VirtualSMSPush {
    /// Nil for anything not about a line, and for tests.
    fileprivate var news: PushNews? {
        guard !isTest, kind != .account else { return nil }
        var news = PushNews(providerID: providerID)
        if event == .received { news.message = message }
        return news
    }
}
