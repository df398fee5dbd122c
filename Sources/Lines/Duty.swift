/// One thing the manager means to do, and when: an entry of the plan.
package struct Duty: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Ask status, which also keeps a sleeping rental on, and then look for messages.
        case look
        /// Ask status alone, which keeps a rental on where there is no time to look as often as wished.
        case refresh
        /// Look for the code of an activation: of all of the account in one call where there is one.
        case poll
        case extend
        /// Look once more, and claim the refund if nothing came.
        case refund
        case cancel
        case finish
        /// Ask one last time, then note that its time ran out.
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
    /// After when it is too late; nil where later is merely later.
    package var deadline: Instant?
    /// Whether a person waits for it.
    package var isAwaited = false
    /// Of what is overdue the lowest goes first. It stands still while something waits, so that none is put
    /// off for good.
    package var rank: Instant
    /// Why, for the person who reads the plan.
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
    /// Why something is meant to be done. The plan is made many times a second and read by a person now
    /// and then, so the sentence is put together only when it is shown.
    package enum Reason: Equatable, Sendable {
        case words(String)
        /// Words to which a time belongs: `expires`.
        case time(String, Instant)
        /// An extension by so many days.
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
