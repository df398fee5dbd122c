package import Lines
package import Transport

/// The provider's rate limit as reported in the `X-RateLimit-*` headers of each answer.
package struct Allowance: Equatable, Sendable {
    /// Requests left until `resetsAt`.
    package var remaining: Int
    /// In the provider's time; nil if it is not reported.
    package var resetsAt: Instant?
    /// Requests allowed in each period; nil if it is not reported.
    package var limit: Int?

    package init(remaining: Int, resetsAt: Instant? = nil, limit: Int? = nil) {
        self.remaining = remaining
        self.resetsAt = resetsAt
        self.limit = limit
    }

    /// - Returns: nil if the answer has no such headers or they make no sense.
    package init?(_ reply: HTTPReply) {
        guard let remaining = reply.value(of: "X-RateLimit-Remaining").flatMap({ Int($0) }),
            remaining >= 0
        else { return nil }
        self.remaining = remaining
        limit = reply.value(of: "X-RateLimit-Limit").flatMap { Int($0) }.flatMap {
            $0 > 0 ? $0 : nil
        }
        // The document means seconds of the epoch; other implementations send seconds from now.
        guard let seconds = reply.value(of: "X-RateLimit-Reset").flatMap({ Int64($0) }),
            seconds >= 0
        else { return }
        let instant =
            seconds < 1_000_000_000
            ? reply.reckoned.map { $0 + .seconds(seconds) }
            : Instant(milliseconds: min(seconds, 253_402_300_799) * 1000)
        resetsAt = instant.flatMap { Instant.writable.contains($0) ? $0 : nil }
    }
}
