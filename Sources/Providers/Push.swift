package import Lines

/// What a provider told by itself, over a feed or a webhook.
package struct PushNews: Equatable, Sendable {
    /// What it is about; nil where it does not say.
    package var providerID: String?
    /// What arrived, where the news carries it and is known to be the provider's own. Without one,
    /// the news is a hint to look.
    package var message: ReceivedMessage?

    package init(providerID: String? = nil, message: ReceivedMessage? = nil) {
        self.providerID = providerID
        self.message = message
    }

    /// An id out of a call that nobody signed: letters, digits and dashes only, since whoever wrote it
    /// may be anybody.
    static func plainID(_ id: String) -> String? {
        let isPlain = id.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || $0 == 45 || $0 == 95
        }
        return isPlain && id.utf8.count <= 64 ? id : nil
    }
}

/// A call to our webhook, as it came.
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

/// Why a call to our webhook is not believed.
package enum PushRefusal: Error, Equatable, Sendable {
    /// The provider calls nobody, or there is no subscription to check it by.
    case unexpected
    /// The signature is missing or wrong.
    case forged
    /// Signed long ago, or in time to come.
    case stale
}

/// A standing wish to be called when something arrives.
package struct Subscription: Equatable, Sendable {
    package var id: String
    /// What calls are signed with.
    package var secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

/// A provider that tells nothing by itself: what every adapter begins with.
extension Provider {
    package func feedAddress(of providerID: String) -> String? { nil }
    package func news(onFeed text: String, of providerID: String) -> PushNews? { nil }
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> PushNews? {
        throw .unexpected
    }
    package func subscribe(
        at url: String, knowing known: Subscription?
    ) async throws(ProviderError) -> Answer<Subscription> {
        throw .notOffered(.subscribe)
    }
}
