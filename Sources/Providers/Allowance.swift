package import Lines
package import Transport

/// What a provider says of its rate limit with each answer, in the `X-RateLimit-*` headers.
package struct Allowance: Equatable, Sendable {
    /// Requests that are left until `resetsAt`.
    package var remaining: Int
    /// In the provider's time; nil where it does not tell.
    package var resetsAt: Instant?

    package init(remaining: Int, resetsAt: Instant? = nil) {
        self.remaining = remaining
        self.resetsAt = resetsAt
    }

    /// - Returns: nil when the answer says nothing of it, or nothing that makes sense.
    package init?(_ reply: HTTPReply) {
        guard let remaining = reply.value(of: "X-RateLimit-Remaining").flatMap({ Int($0) }),
            remaining >= 0
        else { return nil }
        self.remaining = remaining
        // Seconds of the epoch by the document; seconds from now by what others do.
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
