package import Lines
import Transport

/// Our own subscription: found, repaired or created.
extension VirtualSMS {
    /// The secret is returned only once: a subscription of ours whose secret is unknown is removed
    /// and created again. Those for other addresses belong to somebody else and stay.
    package func subscribe(
        at url: String, knowing known: Subscription?, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Subscription> {
        // Its balances are in dollars, and so is a threshold.
        let threshold = threshold?.currency == Money.usd ? threshold : nil
        let listed = try await webhooks()
        let mine = listed.value.filter { $0.url == url }
        // Some servers normalise an address, so the id decides.
        if let known, let held = listed.value.first(where: { $0.id == known.id }) {
            try await mend(held, warningBelow: threshold)
            return listed.map { _ in known }
        }
        for stranger in mine { _ = try await deleteWebhook(stranger.id) }
        let made = try await create(url, warningBelow: threshold)
        guard let secret = made.value.secret else {
            throw .badRequest(["the subscription has no signing secret"])
        }
        return made.map { Subscription(id: $0.id, secret: secret.reveal()) }
    }

    private func mend(
        _ held: Webhook, warningBelow threshold: Money?
    ) async throws(ProviderError) {
        var change = WebhookChange()
        change.isActive = true
        change.isPaused = false
        change.threshold = threshold == held.threshold ? nil : threshold
        // Without a threshold nobody asked for warnings, and the provider would refuse the event.
        let kept = held.events.filter { threshold != nil || $0 != WebhookRequest.balanceLow }
        let wanted = WebhookRequest.later.warning(threshold)
        if kept != held.events || !Set(wanted).isSubset(of: kept) {
            // Rentals are among the later event names. A server that did not know them before may
            // know them now.
            change.events = kept.adding(wanted)
            do throws(ProviderError) {
                _ = try await updateWebhook(held.id, change)
                return
            } catch .badRequest {
                let least = kept.adding(WebhookRequest.documented.warning(threshold))
                change.events = least == held.events ? nil : least
            }
        }
        guard
            !held.isActive || held.isPaused || change.events != nil || change.threshold != nil
        else { return }
        _ = try await updateWebhook(held.id, change)
    }

    /// The later event names include rentals; a server that does not know them gets the documented
    /// ones.
    private func create(
        _ url: String, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Webhook> {
        var request = WebhookRequest(
            url: url, events: WebhookRequest.later.warning(threshold), what: "Linekeeper",
            threshold: threshold)
        do throws(ProviderError) {
            return try await createWebhook(request)
        } catch .badRequest {
            request.events = WebhookRequest.documented.warning(threshold)
            return try await createWebhook(request)
        }
    }
}

extension [String] {
    /// The present events are kept: a server may know names that another does not.
    fileprivate func adding(_ more: [String]) -> [String] {
        self + more.filter { !contains($0) }
    }

    /// With the event for a low balance, if there is a threshold.
    fileprivate func warning(_ threshold: Money?) -> [String] {
        threshold == nil ? self : self + [VirtualSMS.WebhookRequest.balanceLow]
    }
}
