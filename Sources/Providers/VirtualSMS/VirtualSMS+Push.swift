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
}

extension VirtualSMSPush {
    /// Nil for tests.
    fileprivate var news: PushNews? {
        guard !isTest else { return nil }
        guard kind != .account else {
            var news = PushNews()
            news.concernsBalance = true
            return news
        }
        var news = PushNews(providerID: providerID)
        if event == .received { news.message = message }
        return news
    }
}
