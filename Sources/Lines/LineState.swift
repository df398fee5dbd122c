/// The kind of number: one kept for days, one bought for a single code, or one of the person's own.
package enum LineKind: String, Codable, CaseIterable, Sendable {
    case rental
    case activation
    /// Posts its messages to the manager. It costs nothing and never expires.
    case inbound
}

/// The stage of a line's life.
///
/// A rental goes `ordering` → `active` → `expired`, `refunded` or `lost`. An activation goes
/// `ordering` → `waiting` ⇄ `received` → `finished`, `cancelled`, `refunded`, `expired` or `lost`.
/// An unknown outcome of a paid call is not a state: a rental whose extension is in doubt must be
/// kept awake like any other, so doubt is recorded beside the state (`Line.inDoubt`).
package enum LineState: String, Codable, CaseIterable, Sendable {
    /// The purchase is recorded and being requested; there may be no number yet.
    case ordering
    /// A rental that we hold, or a number of the person's own.
    case active
    /// An activation that is waiting for its code.
    case waiting
    /// An activation that has a code and could request another.
    case received
    /// An activation that has done its work, or a number of the person's own that config.lua no longer
    /// names.
    case finished
    /// Ended by us; the money was not returned.
    case cancelled
    /// Ended; the money was returned.
    case refunded
    /// Its time ran out.
    case expired
    /// The provider no longer knows it.
    case lost

    /// Whether the line is over. Messages that arrive later are still stored.
    package var isEnded: Bool {
        switch self {
        case .ordering, .active, .waiting, .received: false
        case .finished, .cancelled, .refunded, .expired, .lost: true
        }
    }

    /// Whether we hold a number that can receive.
    package var isHeld: Bool { !isEnded && self != .ordering }
}
