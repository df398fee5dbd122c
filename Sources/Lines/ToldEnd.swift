/// Whether an expiry that a provider reports may be believed at once.
///
/// Expiries are reported late, in wrong zones, for other orders, or as the first or last moment a
/// database can hold. One that contradicts known facts is checked; until it is confirmed the line
/// continues as before, because listening a little too long costs nothing.
package enum ToldEnd: Equatable, Sendable {
    case plausible
    /// Possible; believed once it is repeated, as counted by `DoubtedEnd`.
    case unlikely(String)
    /// No line can end then, however often it is reported.
    case impossible(String)

    /// Smaller differences are rounding and transmission time.
    private static let slack = Duration.minutes(1)
    /// Longer than anybody rents out a number.
    private static let longest = Duration.days(4000)
    private static let longestActivation = Duration.days(31)
    /// An expiry seldom moves by more than this beyond the time paid for.
    private static let leap = Duration.days(100)

    /// Judges a reported expiry.
    ///
    /// - Parameters:
    ///   - known: the expiry of the same order believed until now.
    ///   - paid: the number of days of a paid call that may have moved the expiry.
    ///   - now: the time at the provider.
    package init(
        _ told: Instant, of line: Line, known: Instant?, paid: Int? = nil, at now: Instant
    ) {
        let expected = known ?? (line.isAdopted ? nil : line.boughtUntil)
        // The purchase time of an adopted line is unknown.
        if !line.isAdopted, told < line.purchasedAt - Self.slack {
            self = .impossible("before it was bought")
        } else if line.isAdopted, told < now - .days(1), told < known ?? now {
            self = .impossible("in the past, although the number is held")
        } else if told - now > Self.longest {
            self = .impossible("later than any number is sold for")
        } else if let known, known - told > Self.slack {
            self = .unlikely("earlier than reported before")
        } else if line.kind == .rental, let expected,
            told - max(expected, now) > Self.leap + .days(max(paid ?? 0, line.days ?? 0))
        {
            self = .unlikely("far later than paid for")
        } else if line.kind == .activation,
            told - max(now, line.purchasedAt) > Self.longestActivation
        {
            self = .unlikely("later than any activation")
        } else {
            self = .plausible
        }
    }
}

extension ToldEnd {
    /// The expiry in the answer to a payment, or the expected one if the answer is too far from it.
    /// Months differ in length, and some providers round to whole days.
    ///
    /// - Parameters:
    ///   - told: the expiry in the answer.
    ///   - starts: when the paid days may begin; several if clocks differ.
    package static func paid(_ told: Instant, from starts: [Instant], days: Int) -> Instant {
        let allowed = max(Duration.hours(25), .days(days) / 10)
        let ends = starts.map { $0 + .days(days) }
        let isNear = ends.contains { told - $0 <= allowed && $0 - told <= allowed }
        return isNear ? told : ends.first ?? told
    }
}

extension Line {
    /// The end of the purchased time; nil if unknown.
    var boughtUntil: Instant? { days.map { purchasedAt + .days($0) } }
}

/// An expiry that contradicts known facts, and which calls reported it.
package struct DoubtedEnd: Equatable, Sendable {
    private static let slack = Duration.minutes(1)
    private static let repeated = (time: Duration.minutes(10), times: 3)

    package let told: Instant
    /// In uptime.
    private let since: Duration
    private var times = 0
    private var calls: Set<Call> = []

    /// The kinds of calls that report an expiry.
    package enum Call: Sendable { case look, list }

    package init(_ told: Instant, at uptime: Duration) {
        self.told = told
        since = uptime
    }

    package func isSame(as other: Instant) -> Bool {
        other - told <= Self.slack && told - other <= Self.slack
    }

    /// Records another report of the same expiry.
    ///
    /// - Parameter now: the time at the provider.
    /// - Returns: whether it is believed: after enough time, or when a second kind of call agrees.
    ///   If the line would already be over by it, only after enough time.
    package mutating func hear(from call: Call, at uptime: Duration, now: Instant) -> Bool {
        times += 1
        calls.insert(call)
        let hasLasted = times >= Self.repeated.times && uptime - since >= Self.repeated.time
        return hasLasted || calls.count > 1 && told > now
    }
}

extension Observation {
    /// The expiry it reports for the known order.
    package var end: Instant? {
        get {
            switch self {
            case .status(let status): status.expiresAt
            case .activation(let status): status.expiresAt
            case .listed(let end): end
            default: nil
            }
        }
        set {
            switch self {
            case .status(var status):
                status.expiresAt = newValue
                self = .status(status)
            case .activation(var status):
                status.expiresAt = newValue
                self = .activation(status)
            case .listed: self = .listed(expiresAt: newValue)
            default: break
            }
        }
    }
}
