/// What the person wants done with lines: the part of the configuration that the plan reads.
package struct Policy: Equatable, Sendable {
    package var rentals = RentalPolicy()
    package var activations = ActivationPolicy()
    package var polling = Polling()

    package init() {}
}

package struct RentalPolicy: Equatable, Sendable {
    package enum Listening: String, CaseIterable, Sendable {
        /// Kept switched on all the time.
        case always
        /// Switched on when a person or a script asks for it.
        case onDemand = "on_demand"
    }

    package var listening = Listening.always
    package enum WhenUnsure: String, CaseIterable, Sendable {
        /// Try again: at worst it is paid for twice and runs twice as long.
        case retry
        /// Leave it to the person, who is told.
        case ask
    }

    /// How long before its expiry a rental is extended; nil leaves it to the person.
    package var extendBefore: Duration?
    package var extendDays: Int?
    /// The most one extension may cost.
    package var maxPrice: Money?
    /// What to do about an extension whose outcome is still unknown when the number is nearly lost.
    package var extendWhenUnsure = WhenUnsure.retry
    /// Whether a rental that received nothing is returned before its window closes.
    package var refundUnused = false

    package init() {}
}

package struct ActivationPolicy: Equatable, Sendable {
    /// How long an activation may wait for its code before it is cancelled; nil lets it expire.
    package var cancelUnusedAfter: Duration?
    /// How long after its last message an activation counts as done.
    package var finishAfter = Duration.minutes(10)

    package init() {}
}

/// How often the provider is asked, by kind of line.
///
/// The intervals by kind are those of a calm line. An eager one is asked as often as the budget
/// allows, but never more often than `awaited` says.
package struct Polling: Equatable, Sendable {
    /// The shortest interval, for lines that somebody is waiting for and for eager ones.
    package var awaited = Duration.milliseconds(500)
    /// How long a line stays eager after its purchase, a message, a hint from the provider, or a
    /// person's wish for a code.
    package var eager = Duration.minutes(10)
    /// Activations waiting for their code: all of an account in one call if possible.
    package var activations = Duration.seconds(5)
    /// A rental that is listening.
    package var rentals = Duration.seconds(10)
    /// Lines nobody is waiting for: sleeping rentals, and ended lines that may get a late SMS.
    package var idle = Duration.minutes(2)

    package init() {}
}
