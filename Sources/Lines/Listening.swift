/// Whether a rental would hear an SMS sent now.
///
/// Some rentals sit on hardware that is switched on by a status call and stays on for `activeFor`
/// seconds; an SMS sent while it is off is gone. Others are always on: they report a window of
/// zero, or none.
package struct Listening: Equatable, Sendable {
    /// `available` of the last status call.
    package var isAvailable = false
    /// When the switched-on time of the last status call runs out; nil for a line that needs none.
    package var until: Instant?
    /// The window that the last status call opened.
    package var window: Duration?
    /// When status was last asked and answered.
    package var statusAt: Instant?
    /// A person or a script wants it awake until then, whatever the policy says.
    package var wantedUntil: Instant?
    /// Since when it is being waited for `available`; nil when it is available or not wanted.
    package var wakingSince: Instant?

    package init() {}

    /// Whether the provider has told since the start until when it is switched on. One whose window
    /// is limited is not on for good because nobody could ask yet.
    package var isKnown: Bool { window == nil || until != nil || !isAvailable }

    /// Whether an SMS sent at `now` arrives.
    package func isListening(at now: Instant) -> Bool {
        isAvailable && (until.map { now < $0 } ?? true)
    }

    /// When the next status call must be made at the latest so that the line stays on.
    ///
    /// A fifth of the window, at least 15 s and at most half of it, is kept for a slow network and a
    /// second try.
    package var refreshBy: Instant? {
        guard let until, let upkeep, let window else { return nil }
        return until - (window - upkeep)
    }

    /// How often status has to be asked at least so that the line stays on; nil for one that needs none.
    package var upkeep: Duration? {
        guard let window else { return nil }
        return window - max(min(.seconds(15), window / 2), window / 5)
    }
}

/// Until when, and whether, a rental's money can be claimed back.
package struct RefundWindow: Equatable, Sendable {
    /// The last moment to claim; nil when it cannot be claimed at all.
    package var until: Instant?
    /// Why it cannot, when it cannot.
    package var refusal: String?

    package init(until: Instant? = nil, refusal: String? = nil) {
        self.until = until
        self.refusal = refusal
    }
}

/// A rental product's rule for refunds.
package struct RefundTerms: Equatable, Codable, Sendable {
    package var isRefundable: Bool
    /// Rentals of fewer days are not refunded.
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
    /// Where product and document differ the earlier end is taken: claiming early costs nothing,
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

    /// How long after its purchase a rental can be given back.
    private var span: Duration { min(within ?? .hours(12), .hours(12)) }

    /// The rule for a rental of so many days, in a few words.
    package func note(days: Int) -> String {
        guard isRefundable else { return "no refund" }
        if let minimumDays, days < minimumDays {
            return "no refund for fewer than \(minimumDays) days"
        }
        let minutes = span.wholeSeconds / 60
        return "refund within " + (minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes) min")
    }
}
