/// Whether a rental would receive an SMS sent now.
///
/// Some rentals use hardware that a status call switches on for `activeFor` seconds; an SMS sent
/// while it is off is lost. Others are always on and report a window of zero or none.
package struct Listening: Equatable, Sendable {
    /// `available` of the last status call.
    package var isAvailable = false
    /// When the window of the last status call closes; nil for a line that is always on.
    package var until: Instant?
    /// The window that the last status call opened.
    package var window: Duration?
    /// When the last status call was answered.
    package var statusAt: Instant?
    /// A person or a script wants it awake until then, regardless of the policy.
    package var wantedUntil: Instant?
    /// When waiting for `available` began; nil if the rental is available or not wanted.
    package var wakingSince: Instant?

    package init() {}

    /// Whether the provider has said since the start how long the line is on. A line with a limited
    /// window does not count as permanently on merely because nobody has asked yet.
    package var isKnown: Bool { window == nil || until != nil || !isAvailable }

    /// Whether an SMS sent at `now` arrives.
    package func isListening(at now: Instant) -> Bool {
        isAvailable && (until.map { now < $0 } ?? true)
    }

    /// The latest time of the next status call that keeps the line on.
    ///
    /// A fifth of the window, at least 15 s and at most half of it, is kept for a slow network and
    /// a second try.
    package var refreshBy: Instant? {
        guard let until, let upkeep, let window else { return nil }
        return until - (window - upkeep)
    }

    /// The longest pause between status calls that keeps the line on; nil if it is always on.
    package var upkeep: Duration? {
        guard let window else { return nil }
        return window - max(min(.seconds(15), window / 2), window / 5)
    }
}

/// Whether and until when a rental can be refunded.
package struct RefundWindow: Equatable, Sendable {
    /// The last moment to claim; nil if no refund is possible.
    package var until: Instant?
    /// Why no refund is possible.
    package var refusal: String?

    package init(until: Instant? = nil, refusal: String? = nil) {
        self.until = until
        self.refusal = refusal
    }
}

/// A rental product's rule for refunds.
package struct RefundTerms: Equatable, Codable, Sendable {
    package var isRefundable: Bool
    /// Rentals for fewer days are not refunded.
    package var minimumDays: Int?
    /// How long after the purchase a refund can be claimed.
    package var within: Duration?

    package init(isRefundable: Bool = true, minimumDays: Int? = nil, within: Duration? = nil) {
        self.isRefundable = isRefundable
        self.minimumDays = minimumDays
        self.within = within
    }

    /// The rule in SMSPool's document: within 12 hours and before the first message.
    package static let documented = RefundTerms(within: .hours(12))

    /// The window of a rental bought at `purchase` for `days`.
    ///
    /// If product and document disagree, the earlier end counts: claiming early costs nothing,
    /// claiming late costs the rental.
    package func window(purchasedAt purchase: Instant, days: Int?) -> RefundWindow {
        guard isRefundable else {
            return RefundWindow(refusal: "The provider does not refund this product.")
        }
        if let minimumDays, let days, days < minimumDays {
            return RefundWindow(
                refusal:
                    "Only rentals of \(counted(minimumDays, "day")) or more of this product are refunded."
            )
        }
        return RefundWindow(until: purchase + span)
    }

    /// How long after its purchase a rental can be refunded.
    private var span: Duration { min(within ?? .hours(12), .hours(12)) }

    /// The rule for a rental of this many days, in a few words.
    package func note(days: Int) -> String {
        guard isRefundable else { return "no refund" }
        if let minimumDays, days < minimumDays {
            return "no refund for fewer than \(counted(minimumDays, "day"))"
        }
        let minutes = span.wholeSeconds / 60
        return "refund within " + (minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes) min")
    }
}
