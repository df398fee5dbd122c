package import Lines

/// The requests needed to keep an account's rentals listening that fall asleep by themselves, and
/// the rentals for which the budget suffices.
///
/// If it does not suffice for all, some rentals hear everything rather than each missing every
/// other message, and the person is told.
package struct Upkeep: Equatable, Sendable {
    /// A rental that falls asleep unless it is asked about once in every interval.
    package struct Rental: Equatable, Sendable {
        package var id: Line.ID
        package var every: Duration
        /// Whether somebody waits for its messages or asked for it to listen.
        package var isAskedFor: Bool

        package init(id: Line.ID, every: Duration, isAskedFor: Bool = false) {
            self.id = id
            self.every = every
            self.isAskedFor = isAskedFor
        }

        /// Requests a second.
        fileprivate var demand: Double { 1000 / Double(max(1, every.milliseconds)) }
    }

    /// The share of an account's requests that upkeep may use, so that everything else gets its
    /// turn.
    package static let share = 0.75

    /// The number of rentals to keep listening.
    package let count: Int
    /// Requests a second that all of them need.
    package let needed: Double
    /// Requests a second available for upkeep.
    package let allowed: Double
    /// Requests a second of the rentals that are kept listening.
    package private(set) var used = 0.0
    /// Rentals for which the budget has no room.
    package private(set) var leftOut: Set<Line.ID> = []

    /// - Parameter rate: requests a second that may be made for lines at all.
    package init(_ rentals: [Rental], rate: Double) {
        count = rentals.count
        needed = rentals.reduce(0) { $0 + $1.demand }
        allowed = rate * Self.share
        guard needed > allowed else {
            used = needed
            return
        }
        // Always the same rentals: switching between two would lose messages of both.
        let order = rentals.sorted {
            ($0.isAskedFor ? 0 : 1, $0.id) < ($1.isAskedFor ? 0 : 1, $1.id)
        }
        for rental in order {
            if used + rental.demand <= allowed {
                used += rental.demand
            } else {
                leftOut.insert(rental.id)
            }
        }
    }

    package var isShort: Bool { !leftOut.isEmpty }

    /// The sentences for a person: `8 rentals need ...`.
    package var shortage: String {
        let kept = count - leftOut.count
        // Rounded in opposite directions so that they never look equal.
        let (needed, allowed) = (Self.figure(needed, .up), Self.figure(allowed, .down))
        return
            "\(counted(count, "rental")) \(count == 1 ? "needs" : "need") \(needed) requests per "
            + "second to stay on, but the budget allows \(allowed). "
            + "\(kept == 0 ? "None" : "\(kept)") can be kept on; messages sent to "
            + (leftOut.count == 1 ? "the other while it sleeps" : "the others while they sleep")
            + " are lost."
    }

    /// What to do about it.
    ///
    /// - Parameter rate: requests a second that would be enough; nil if the provider does not allow
    ///   that many.
    package static func remedy(rate: Double?) -> String {
        let raise =
            rate.map {
                "Raise requests_per_second to \(figure(($0 * 10).rounded(.up) / 10, .up)), or set"
            } ?? "Set"
        return "\(raise) listening = \"on_demand\"."
    }

    /// In thousandths, without trailing zeros.
    private static func figure(_ rate: Double, _ rule: FloatingPointRoundingRule) -> String {
        let thousandths = Int((rate * 1000).rounded(rule))
        let digits = String(thousandths % 1000 + 1000).dropFirst()
        let decimals = digits.reversed().drop { $0 == "0" }.reversed()
        return "\(thousandths / 1000)" + (decimals.isEmpty ? "" : "." + String(decimals))
    }
}

/// Decides when to tell a person that rentals cannot be kept listening and that they can again,
/// once each.
package struct UpkeepWatch: Sendable {
    /// A shorter shortage may be a line that has just come or gone.
    private static let patience = Duration.seconds(30)
    private static let relief = Duration.minutes(5)

    /// Whether the last thing that was told is that the budget is too small.
    package private(set) var isTold: Bool
    /// Since when the situation differs from the reported one, in uptime.
    private var changedAt: Duration?

    /// - Parameter isTold: as an earlier run left it.
    package init(isTold: Bool = false) { self.isTold = isTold }

    /// Whether it is time to report the present situation.
    package mutating func isNews(isShort: Bool, at uptime: Duration) -> Bool {
        guard isShort != isTold else {
            changedAt = nil
            return false
        }
        let since = changedAt ?? uptime
        changedAt = since
        guard uptime - since >= (isShort ? Self.patience : Self.relief) else { return false }
        changedAt = nil
        isTold = isShort
        return true
    }
}
