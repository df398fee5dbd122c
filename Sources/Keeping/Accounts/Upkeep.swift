package import Lines

/// What it takes to keep an account's rentals switched on that sleep by themselves, and for which of them
/// the budget suffices.
///
/// Where it does not suffice for all, it is better that some hear everything than that each misses every
/// other message; and the person is told.
package struct Upkeep: Equatable, Sendable {
    /// A rental that sleeps unless it is asked about once in so long.
    package struct Rental: Equatable, Sendable {
        package var id: Line.ID
        package var every: Duration
        /// Whether somebody waits for what it receives, or asked for it to be on.
        package var isAskedFor: Bool

        package init(id: Line.ID, every: Duration, isAskedFor: Bool = false) {
            self.id = id
            self.every = every
            self.isAskedFor = isAskedFor
        }

        /// Requests a second.
        fileprivate var demand: Double { 1000 / Double(max(1, every.milliseconds)) }
    }

    /// How much of what an account may ask may go into this, so that all else still gets its turn.
    package static let share = 0.75

    /// How many rentals there are to keep on.
    package let count: Int
    /// Requests a second that all of them take.
    package let needed: Double
    /// Requests a second there are for it.
    package let allowed: Double
    /// What those take that are kept on.
    package private(set) var used = 0.0
    /// Those the budget has nothing for.
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
        // The same ones all the time: changing over would cost both their messages.
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

    /// What a person is told: `8 rentals need ...`.
    ///
    /// - Parameter remedy: requests a second that would be enough; nil where so many are not allowed.
    package func shortage(remedy: Double?) -> String {
        let kept = count - leftOut.count
        // Rounded away from each other, so that they never look alike.
        let (needed, allowed) = (Self.figure(needed, .up), Self.figure(allowed, .down))
        let raise =
            remedy.map {
                "Raise requests_per_second to \(Self.figure(($0 * 10).rounded(.up) / 10, .up)), or set"
            } ?? "Set"
        return "\(count) \(count == 1 ? "rental needs" : "rentals need") \(needed) "
            + "requests a second to stay switched on, and the budget has \(allowed) for "
            + "that. \(kept == 0 ? "None" : "\(kept)") can be kept on; what is sent to "
            + (leftOut.count == 1 ? "the other while it sleeps" : "the others while they sleep")
            + " is lost. \(raise) listening = \"on_demand\"."
    }

    /// In thousandths, without zeros at the end.
    private static func figure(_ rate: Double, _ rule: FloatingPointRoundingRule) -> String {
        let thousandths = Int((rate * 1000).rounded(rule))
        let digits = String(thousandths % 1000 + 1000).dropFirst()
        let decimals = digits.reversed().drop { $0 == "0" }.reversed()
        return "\(thousandths / 1000)" + (decimals.isEmpty ? "" : "." + String(decimals))
    }
}

/// When a person is told that rentals cannot be kept on, and that they can again: once each.
struct UpkeepWatch: Sendable {
    /// Shorter than this it may be a line that just came or went.
    private static let patience = Duration.seconds(30)
    private static let relief = Duration.minutes(5)

    private var isTold = false
    /// Since when it is other than what was told last, in uptime.
    private var changedAt: Duration?

    /// Whether it is time to tell how it stands now.
    mutating func isNews(isShort: Bool, at uptime: Duration) -> Bool {
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
