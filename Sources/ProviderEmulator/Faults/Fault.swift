/// A fault between a provider and its client, requested by a test.
package struct Fault: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The connection is reset before any byte of an answer, and nothing was carried out.
        case reset
        /// No answer, and nothing was carried out.
        case hang
        /// The request is carried out, then the connection is reset.
        case effectThenReset = "effect_then_reset"
        /// The request is carried out, and no answer comes.
        case effectThenHang = "effect_then_hang"
        /// HTTP 500 with a web page; nothing was carried out.
        case http500 = "http_500"
        /// A protection service's block page; nothing was carried out.
        case html
        /// The request is carried out, and its answer is cut off in the middle.
        case truncated
        /// HTTP 429; nothing was carried out.
        case rateLimit = "rate_limit"
        /// The request is carried out and answered after a few seconds.
        case slow
        /// The provider is gone: every connection is reset until this is cleared.
        case gone
    }

    /// A provider's name, or `*`.
    package var provider: String
    /// An endpoint such as `purchase/sms`, or `*`.
    package var endpoint: String
    package var kind: Kind
    /// The number of requests it still affects; without meaning for `gone`.
    package var count: Int
    /// Seconds for the `Retry-After` of `rate_limit`; nil omits the header.
    package var retryAfter: Int?

    package init(
        _ kind: Kind, provider: String = "*", endpoint: String = "*", count: Int = 1,
        retryAfter: Int? = nil
    ) {
        self.provider = provider
        self.endpoint = endpoint
        self.kind = kind
        self.count = count
        self.retryAfter = retryAfter
    }

    func hits(provider: String, endpoint: String) -> Bool {
        (self.provider == "*" || self.provider == provider)
            && (self.endpoint == "*" || self.endpoint == endpoint)
    }

    package var json: JSON {
        [
            "provider": .string(provider), "endpoint": .string(endpoint),
            "kind": .string(kind.rawValue), "count": kind == .gone ? .null : .int(count),
            "retry_after": retryAfter.map { .int($0) } ?? .null,
        ]
    }
}
