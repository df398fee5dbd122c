import Lines

/// Pushes of providers: over feeds, and to subscribers.
extension Emulation {
    /// An open feed and its provider.
    package struct OpenFeed: Sendable {
        var provider: Int
        var feed: EmulatedFeed
        /// Nothing is ever sent on it.
        package var isSilent = false
        /// It is cut off as soon as it is open.
        package var isCut = false
    }

    /// Opens a feed if a provider accepts and no fault prevents it.
    package mutating func openFeed(_ request: EmulatedRequest, uptime: Duration) -> OpenFeed? {
        let now = clock.now(uptime: uptime)
        guard let (index, inner) = provider(of: request) else { return nil }
        let provider = providers[index].name
        let endpoint = providers[index].endpoint(of: inner)
        let fault = faults.take(provider: provider, endpoint: endpoint)
        let feed = providers[index].openFeed(inner, at: now)
        let agrees = [nil, .slow, .hang, .effectThenHang, .truncated].contains(fault?.kind)
        counts.add(
            provider: provider, endpoint: endpoint, status: feed != nil && agrees ? 101 : 403)
        guard let feed, agrees else { return nil }
        return OpenFeed(
            provider: index, feed: feed,
            isSilent: fault?.kind == .hang || fault?.kind == .effectThenHang,
            isCut: fault?.kind == .truncated)
    }

    package mutating func texts(on open: inout OpenFeed, uptime: Duration) -> [String] {
        guard !open.isSilent else { return [] }
        return providers[open.provider].texts(on: &open.feed, at: clock.now(uptime: uptime))
    }

    package mutating func dueWebhookCalls(uptime: Duration) -> [(provider: Int, call: WebhookCall)]
    {
        let now = clock.now(uptime: uptime)
        return providers.indices.flatMap { index in
            providers[index].dueWebhookCalls(at: now).map { (index, $0) }
        }
    }

    package mutating func recordWebhookCall(
        _ id: String, by provider: Int, status: Int?, uptime: Duration
    ) {
        providers[provider].recordWebhookCall(id, status: status, at: clock.now(uptime: uptime))
    }
}
