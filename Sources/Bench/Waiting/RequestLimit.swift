import Lines

/// How many requests a provider allows in a time, by its document, and how the plain poller keeps to it.
struct RequestLimit: Sendable {
    let count: Int
    let window: Duration

    private var isShort: Bool { window < .minutes(1) }

    /// How many requests the plain poller saves up for a moment: as many as an account of the manager
    /// does where the limit is one of a minute, and none where it is one of a second.
    var burst: Double { isShort ? 1 : max(4, 2 * Double(count) / window.seconds) }

    /// Requests a second of the plain poller: with what is saved up just as many as are allowed; in a
    /// short window there is room for those that overtake others on the way.
    var rate: Double { (Double(count) - (isShort ? Double(count) / 8 : burst)) / window.seconds }
}

/// The provider's side of a limit: one request too many within the window that ends now is refused.
struct Turnstile: Sendable {
    let limit: RequestLimit
    /// Those let through of late, oldest first.
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
