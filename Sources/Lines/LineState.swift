/// What kind of number is held: one kept for days, or one bought for a single code.
package enum LineKind: String, Codable, CaseIterable, Sendable {
    case rental
    case activation
}

/// Where a line stands in its life.
///
/// A rental goes `ordering` → `active` → `expired`, `refunded` or `lost`. An activation goes
/// `ordering` → `waiting` ⇄ `received` → `finished`, `cancelled`, `refunded`, `expired` or `lost`.
/// Whether the outcome of a paid call is unknown is not a state of its own: a rental whose extension
/// is in doubt must be kept awake like any other, so doubt lies over the state (`Line.inDoubt`).
package enum LineState: String, Codable, CaseIterable, Sendable {
    /// The purchase was written down and is being asked for; there may be no number yet.
    case ordering
    /// A rental that is ours.
    case active
    /// An activation without its code.
    case waiting
    /// An activation that has a code and could be asked for another.
    case received
    /// An activation that did its work.
    case finished
    /// Ended by us; the money was not returned.
    case cancelled
    /// Ended; the money was returned.
    case refunded
    /// Its time ran out.
    case expired
    /// The provider no longer knows it.
    case lost

    /// Whether the line is over. Messages that still come are stored all the same.
    package var isEnded: Bool {
        switch self {
        case .ordering, .active, .waiting, .received: false
        case .finished, .cancelled, .refunded, .expired, .lost: true
        }
    }

    /// Whether a number is held that can receive.
    package var isHeld: Bool { !isEnded && self != .ordering }
}
