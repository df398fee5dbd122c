package import Lines

/// The last known balance of an account, and when to ask for it again.
package struct BalanceWatch: Sendable {
    /// How often it is asked for without a particular reason.
    package static let interval = Duration.minutes(30)
    /// The pause after a failed question.
    private static let pause = Duration.minutes(1)

    /// The last balance and its time; nil if money has moved since.
    package private(set) var known: (money: Money, at: Instant)?
    package private(set) var isAsking = false
    /// When it was last asked for, in uptime.
    private(set) var askedUptime: Duration?
    /// Since when no valid balance is known.
    private var missingSince: Instant?
    private var holdUntil: Instant?
    /// Whether the provider reported news of it.
    private var isHurried = false

    /// The latest time for the next question.
    package mutating func due(every interval: Duration, at now: Instant) -> Instant {
        let missing = missingSince ?? now
        if known == nil { missingSince = missing }
        let wanted = isHurried ? now : known.map { $0.at + interval } ?? missing
        return max(wanted, holdUntil ?? wanted)
    }

    package mutating func begin(at uptime: Duration? = nil) {
        isAsking = true
        askedUptime = uptime ?? askedUptime
    }

    /// - Parameter money: nil if no answer came.
    package mutating func end(with money: Money?, at now: Instant) {
        isAsking = false
        guard let money else {
            holdUntil = now + Self.pause
            return
        }
        holdUntil = nil
        isHurried = false
        known = (money, now)
        missingSince = nil
    }

    /// Money has moved: the balance is asked for again soon rather than computed.
    package mutating func forget() { known = nil }

    /// It is asked for soon; until then the last one is shown.
    package mutating func hurry() { isHurried = true }

    package mutating func shift(by step: Duration) {
        if let balance = known { known = (balance.money, balance.at + step) }
        holdUntil = holdUntil.map { $0 + step }
        missingSince = missingSince.map { $0 + step }
    }
}
