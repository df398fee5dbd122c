import Lines

/// The provider's documented request limit, and how the plain poller keeps to it.
struct RequestLimit: Sendable {
    let count: Int
    let window: Duration

    private var isShort: Bool { window < .minutes(1) }

    /// The number of requests that the plain poller accumulates: as many as an account of the
    /// manager if the limit is per minute, and none if it is per second.
    var burst: Double { isShort ? 1 : max(4, 2 * Double(count) / window.seconds) }

    /// Requests per second of the plain poller: together with the accumulated ones exactly as many
    /// as allowed; in a short window there is a margin for requests that overtake others.
    var rate: Double { (Double(count) - (isShort ? Double(count) / 8 : burst)) / window.seconds }
}

/// The provider's side of a limit: requests beyond the limit in the window that ends now are
/// refused.
struct RequestGate: Sendable {
    let limit: RequestLimit
    /// The recently accepted ones, oldest first.
    private var recent: [Instant] = []

    init(_ limit: RequestLimit) {
        self.limit = limit
    }

    mutating func admits(at now: Instant) -> Bool {
        recent.removeAll { now - $0 >= limit.window }
        guard recent.count < limit.count else { return false }
        recent.append(now)
        return true
    }
}
