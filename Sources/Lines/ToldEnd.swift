/// Whether an end that a provider tells of a line may be believed at once.
///
/// Ends are told late, in wrong zones, of other orders, or as the first or last moment a database knows.
/// One that contradicts what is known is asked about; until it is confirmed the line goes on as before, for
/// to listen a little too long costs nothing.
package enum ToldEnd: Equatable, Sendable {
    case plausible
    /// It may be so, and is believed when it is said again, as `DoubtedEnd` counts.
    case unlikely(String)
    /// No line can end then, however often it is said.
    case impossible(String)

    /// Smaller differences are rounding and the way of an answer.
    private static let slack = Duration.minutes(1)
    /// Longer than anybody sells a number for.
    private static let longest = Duration.days(4000)
    private static let longestActivation = Duration.days(31)
    /// By more than this, and what was paid for, an end seldom moves at once.
    private static let leap = Duration.days(100)

    /// What is to be thought of `told`.
    ///
    /// - Parameters:
    ///   - known: the end that was believed so far, of the same order.
    ///   - paid: for how many more days a call was made that may have moved it.
    ///   - now: the time at the provider.
    package init(
        _ told: Instant, of line: Line, known: Instant?, paid: Int? = nil, at now: Instant
    ) {
        let expected = known ?? (line.isAdopted ? nil : line.boughtUntil)
        // When one was bought that is found at the provider is not known.
        if !line.isAdopted, told < line.purchasedAt - Self.slack {
            self = .impossible("before it was bought")
        } else if line.isAdopted, told < now - .days(1), told < known ?? now {
            self = .impossible("long ago, though it is held")
        } else if told - now > Self.longest {
            self = .impossible("in a time for which nobody sells numbers")
        } else if let known, known - told > Self.slack {
            self = .unlikely("earlier than was said before")
        } else if line.kind == .rental, let expected,
            told - max(expected, now) > Self.leap + .days(max(paid ?? 0, line.days ?? 0))
        {
            self = .unlikely("far later than it was paid for")
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
    /// The end an answer tells of what was just paid for, or the one that was paid for where it lies too far
    /// from that to be one: months are not all as long, and some providers round to whole days.
    ///
    /// - Parameters:
    ///   - told: what the answer says.
    ///   - starts: from when on the days may count; more than one where clocks differ.
    package static func paid(_ told: Instant, from starts: [Instant], days: Int) -> Instant {
        let allowed = max(Duration.hours(25), .days(days) / 10)
        let ends = starts.map { $0 + .days(days) }
        let isNear = ends.contains { told - $0 <= allowed && $0 - told <= allowed }
        return isNear ? told : ends.first ?? told
    }
}

extension Line {
    /// Until when it was bought; nil where nobody knows.
    var boughtUntil: Instant? { days.map { purchasedAt + .days($0) } }
}

/// An end that contradicts what is known, and who has said it.
package struct DoubtedEnd: Equatable, Sendable {
    private static let slack = Duration.minutes(1)
    private static let repeated = (time: Duration.minutes(10), times: 3)

    package let told: Instant
    /// In uptime.
    private let since: Duration
    private var times = 0
    private var calls: Set<Call> = []

    /// The kinds of calls that tell an end.
    package enum Call: Sendable { case look, list }

    package init(_ told: Instant, at uptime: Duration) {
        self.told = told
        since = uptime
    }

    package func isSame(as other: Instant) -> Bool {
        other - told <= Self.slack && told - other <= Self.slack
    }

    /// Takes in that it was said once more.
    ///
    /// - Parameter now: the time at the provider.
    /// - Returns: whether it is believed: when another kind of call says the same, or time has passed; and
    ///   only when time has passed, where the line would be over by it.
    package mutating func hear(from call: Call, at uptime: Duration, now: Instant) -> Bool {
        times += 1
        calls.insert(call)
        let hasLasted = times >= Self.repeated.times && uptime - since >= Self.repeated.time
        return hasLasted || calls.count > 1 && told > now
    }
}

extension Observation {
    /// The end it tells, where it is about the order that is known.
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
