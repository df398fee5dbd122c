/// Duties that would be missed for good if the provider's clock is slow: they are done when our own
/// clock says that time is nearly up.
///
/// Elsewhere the slower of the two clocks decides, because a delay can be made good. An expired
/// number or a closed window cannot.
extension Duty {
    /// Whether our own clock says that this is the last chance, regardless of the provider's.
    ///
    /// - Parameters:
    ///   - own: the time on our own clock.
    ///   - now: the estimated time at the provider.
    ///   - lead: how long before the expiry an extension is made in any case.
    ///   - former: the time by the clock that was sure before the last start, if the line was held
    ///     then: its window was counted by that clock.
    package func isLastChance(
        of line: Line, own: Instant, believed now: Instant, lead: Duration, former: Instant? = nil
    ) -> Bool {
        if kind == .refund || kind == .warnRefund, let former, let deadline, former > now,
            former < deadline, due <= former
        {
            return true
        }
        // If the deadline has passed by our own clock too, haste does not help; the provider's
        // clock decides.
        guard let deadline, own > now, own < deadline else { return false }
        switch kind {
        case .extend: return deadline - own <= lead
        case .warnExpiry: return due <= own
        case .refund, .warnRefund:
            // The window was computed by the clock believed at the purchase. That can have been
            // another clock only if the two now differ by more than the length of the window.
            return own - now > deadline - line.purchasedAt && due <= own
        case .look, .refresh, .read, .poll, .cancel, .finish, .expire: return false
        }
    }

    /// The same duty, moved forward to the time at which a fast clock of our own will trigger it.
    package func hastened(own: Instant, believed now: Instant, lead: Duration) -> Duty {
        guard kind == .extend, let deadline, own > now, own < deadline else { return self }
        var duty = self
        duty.due = min(due, now + max(.zero, deadline - lead - own))
        return duty
    }
}

extension Instant {
    /// The time left until this instant, by the later of the two clocks that have not reached it.
    package func left(own: Instant, provider: Instant) -> Duration {
        self - (own < self ? max(own, provider) : provider)
    }
}
