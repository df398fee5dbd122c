package import Lines

/// News that a provider pushed, over a feed or a webhook.
package struct PushNews: Equatable, Sendable {
    /// The line concerned; nil if unnamed.
    package var providerID: String?
    /// The message, if the news contains it and certainly comes from the provider. Without one, the
    /// news is a hint to look.
    package var message: ReceivedMessage?
    /// Whether it is about the account's money rather than a line.
    package var concernsBalance = false

    package init(providerID: String? = nil, message: ReceivedMessage? = nil) {
        self.providerID = providerID
        self.message = message
    }

    /// An id from an unsigned call: only letters, digits and dashes, because anybody may have
    /// written it.
    static func plainID(_ id: String) -> String? {
        let isPlain = id.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || $0 == 45 || $0 == 95
        }
        return isPlain && id.utf8.count <= 64 ? id : nil
    }
}

/// A call to our webhook, as received.
package struct PushRequest: Sendable {
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    package var receivedAt: Instant

    package init(
        headers: [(name: String, value: String)], body: [UInt8], receivedAt: Instant
    ) {
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
    }

    package func value(of name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why a call to our webhook is rejected.
package enum PushRefusal: Error, Equatable, Sendable {
    /// The provider does not push, or there is no subscription to check the call against.
    case unexpected
    /// The signature is missing or wrong.
    case forged
    /// Signed long ago, or in the future.
    case stale
}

/// A webhook subscription at the provider.
package struct Subscription: Equatable, Sendable {
    package var id: String
    /// The secret that signs its calls.
    package var secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

/// Defaults for a provider that does not push.
extension Provider {
    package func feedAddress(of providerID: String) -> String? { nil }
    package func news(onFeed text: String, of providerID: String) -> PushNews? { nil }
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> PushNews? {
        throw .unexpected
    }
    package func subscribe(
        at url: String, knowing known: Subscription?, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Subscription> {
        throw .notOffered(.subscribe)
    }
}
