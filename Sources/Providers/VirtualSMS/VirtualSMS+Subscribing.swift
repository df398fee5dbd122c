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

    /// What a subscription of ours is to bring.
    private struct Wish {
        var events: [String]
        var threshold: Money?
    }

    /// Best first. The later event names include rentals; a server that does not know them gets the
    /// documented ones, and one that refuses a threshold still brings messages.
    private static func wishes(warningBelow threshold: Money?) -> [Wish] {
        let plain = [WebhookRequest.later, WebhookRequest.documented].map { Wish(events: $0) }
        guard let threshold else { return plain }
        let warning = plain.map {
            Wish(events: $0.events + [WebhookRequest.balanceLow], threshold: threshold)
        }
        return warning + plain
    }

    private func mend(
        _ held: Webhook, warningBelow threshold: Money?
    ) async throws(ProviderError) {
        var refusal: ProviderError?
        for wish in Self.wishes(warningBelow: threshold) {
            var change = WebhookChange()
            change.isActive = true
            change.isPaused = false
            change.threshold = wish.threshold == held.threshold ? nil : wish.threshold
            // A server may know names that another does not, so the present ones stay; only the
            // warning goes when nobody wants it.
            let kept = held.events.filter {
                wish.threshold != nil || $0 != WebhookRequest.balanceLow
            }
            let events = kept + wish.events.filter { !kept.contains($0) }
            change.events = events == held.events ? nil : events
            let isSound = held.isActive && !held.isPaused
            guard !isSound || change.events != nil || change.threshold != nil else { return }
            do throws(ProviderError) {
                _ = try await updateWebhook(held.id, change)
                return
            } catch .badRequest(let reasons) {
                refusal = .badRequest(reasons)
            }
        }
        if let refusal { throw refusal }
    }

    private func create(
        _ url: String, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Webhook> {
        var refusal = ProviderError.badRequest([])
        for wish in Self.wishes(warningBelow: threshold) {
            do throws(ProviderError) {
                return try await createWebhook(
                    WebhookRequest(
                        url: url, events: wish.events, what: "Linekeeper",
                        threshold: wish.threshold))
            } catch .badRequest(let reasons) {
                refusal = .badRequest(reasons)
            }
        }
        throw refusal
    }
}
