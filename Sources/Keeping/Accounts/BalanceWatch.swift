import Lines

/// When an account's balance is asked for, and what it was last.
struct BalanceWatch: Sendable {
    /// How often it is asked for when nothing calls for it.
    static let interval = Duration.minutes(30)
    /// A balance that was not to be had is not asked for again before.
    private static let pause = Duration.minutes(1)

    /// The last one, and when it was told; nil where money was moved since.
    private(set) var known: (money: Money, at: Instant)?
    private(set) var isAsking = false
    /// When it was asked for last, in uptime.
    private(set) var askedUptime: Duration?
    /// Since when there is none to go by.
    private var missingSince: Instant?
    private var holdUntil: Instant?

    /// When it is to be asked for next, at the latest.
    mutating func due(every interval: Duration, at now: Instant) -> Instant {
        let missing = missingSince ?? now
        if known == nil { missingSince = missing }
        let wanted = known.map { $0.at + interval } ?? missing
        return max(wanted, holdUntil ?? wanted)
    }

    mutating func begin(at uptime: Duration? = nil) {
        isAsking = true
        askedUptime = uptime ?? askedUptime
    }

    /// - Parameter money: nil where no answer came.
    mutating func end(with money: Money?, at now: Instant) {
        isAsking = false
        guard let money else {
            holdUntil = now + Self.pause
            return
        }
        holdUntil = nil
        known = (money, now)
        missingSince = nil
    }

    /// Money was moved: it is asked for again soon rather than computed.
    mutating func forget() { known = nil }

    /// The machine's clock was set.
    mutating func shift(by step: Duration) {
        if let balance = known { known = (balance.money, balance.at + step) }
        holdUntil = holdUntil.map { $0 + step }
        missingSince = missingSince.map { $0 + step }
    }
}
