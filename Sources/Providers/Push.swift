package import Lines

/// News that a provider pushed, over a feed or a webhook.
package struct PushNews: Equatable, Sendable {
    /// The line concerned; nil if unnamed.
    package var providerID: String?
    /// The message, if the news contains it and certainly comes from the provider. Without one, the
    /// news is a hint to look.
    package var message: ReceivedMessage?
    /// The id under which it is posted, however often; nil if the sender's ids are not trusted.
    package var postID: String?
    /// Whether it is about the account's money rather than a line.
    package var concernsBalance = false

    package init(
        providerID: String? = nil, message: ReceivedMessage? = nil, postID: String? = nil
    ) {
        self.providerID = providerID
        self.message = message
        self.postID = postID
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
    /// The part of the path after the account's secret one: the name of a line, if the caller says
    /// which.
    package var line: String?
    /// Everything after the `?` of the address, as sent.
    package var query: String?
    /// The whole public address that was called; nil if none is configured. Some signatures cover it.
    package var url: String?

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
    /// Authentic, but for a number that no line has, as a sentence.
    case unaddressed(String)
    /// Authentic, but not in the form that its sender is known to use: what is wrong with it, as the
    /// rest of a sentence.
    case unreadable(String)
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

/// What a caller of our webhook gets as the answer to a call that was accepted.
package struct PushAnswer: Equatable, Sendable {
    package var contentType: String
    package var body: String

    package init(contentType: String, body: String) {
        self.contentType = contentType
        self.body = body
    }
}

/// Defaults for a provider that does not push.
extension Provider {
    package var pushAnswer: PushAnswer { PushAnswer(contentType: "text/plain", body: "200\n") }
    package func feedAddress(of providerID: String) -> String? { nil }
    package func news(onFeed text: String, of providerID: String) -> PushNews? { nil }
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> [PushNews] {
        throw .unexpected
    }
    package func subscribe(
        at url: String, knowing known: Subscription?, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Subscription> {
        throw .notOffered(.subscribe)
    }
}
