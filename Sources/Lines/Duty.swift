/// One thing the manager intends to do, and when: an entry of the plan.
package struct Duty: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Request the status, which also keeps a sleeping rental on, and then the messages.
        case look
        /// Request only the status, to keep a rental on when the budget does not allow a look.
        case refresh
        /// Request only the messages of a rental, between two looks.
        case read
        /// Check an activation for its code, if possible with all of the account in one call.
        case poll
        case extend
        /// Check once more, and claim the refund if nothing came.
        case refund
        case cancel
        case finish
        /// Check a last time, then record the expiry.
        case expire
        /// Tell somebody that the expiry is near.
        case warnExpiry = "warn_expiry"
        /// Tell somebody that the refund window closes.
        case warnRefund = "warn_refund"
    }

    package var kind: Kind
    package var line: Line.ID
    /// When it should be done.
    package var due: Instant
    /// The time after which it is too late; nil if a delay does no lasting harm.
    package var deadline: Instant?
    /// Whether a person is waiting for the result.
    package var isAwaited = false
    /// Whether it waits until the budget has plenty, at least until the time of its rank.
    package var isSpare = false
    /// Overdue duties run in ascending rank. A waiting duty's rank never changes, so none starves.
    package var rank: Instant
    /// The reason, for a person who reads the plan.
    package var reason: Reason

    package init(
        _ kind: Kind, line: Line.ID, due: Instant, deadline: Instant? = nil, reason: Reason
    ) {
        self.kind = kind
        self.line = line
        self.due = due
        rank = due
        self.deadline = deadline
        self.reason = reason
    }
}

extension Duty {
    /// The reason for a duty. The plan is computed many times a second and read only now and then,
    /// so the sentence is built when it is shown.
    package enum Reason: Equatable, Sendable {
        case words(String)
        /// Words followed by a time: `expires`.
        case time(String, Instant)
        /// An extension by this many days.
        case days(Int)
    }
}

extension Duty.Reason: ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral words: String) { self = .words(words) }

    package var description: String {
        switch self {
        case .words(let words): words
        case .time(let words, let instant): "\(words) at \(instant.rfc3339)"
        case .days(let days): "\(counted(days, "more day")) before it expires"
        }
    }
}
