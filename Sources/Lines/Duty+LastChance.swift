/// What is lost for good by waiting for a clock that is behind: it is done when our own says that it is
/// nearly too late.
///
/// To act by the earlier of two clocks is right where that can be made good. A number that ran out and a
/// window that closed cannot.
extension Duty {
    /// Whether our own clock says that this is the last chance, whatever the provider's shows.
    ///
    /// - Parameters:
    ///   - own: what our own clock shows.
    ///   - now: the time at the provider, as it is believed.
    ///   - lead: how long before its end an extension is made all the same.
    package func isLastChance(
        of line: Line, own: Instant, believed now: Instant, lead: Duration
    ) -> Bool {
        // What is over by our own clock as well is not saved by haste, and is judged by the other.
        guard let deadline, own > now, own < deadline else { return false }
        switch kind {
        case .extend: return deadline - own <= lead
        case .warnExpiry: return due <= own
        case .refund, .warnRefund:
            // A window counts from the purchase, by the clock that was believed then: that was another
            // only where clocks have come further apart since than the window is long.
            return own - now > deadline - line.purchasedAt && due <= own
        case .look, .refresh, .poll, .cancel, .finish, .expire: return false
        }
    }

    /// The same, with the time at which it will be done where our own clock is ahead.
    package func hastened(own: Instant, believed now: Instant, lead: Duration) -> Duty {
        guard kind == .extend, let deadline, own > now, own < deadline else { return self }
        var duty = self
        duty.due = min(due, now + max(.zero, deadline - lead - own))
        return duty
    }
}

extension Instant {
    /// How much time is left until this by the later of two clocks that it is not over by.
    package func left(own: Instant, provider: Instant) -> Duration {
        self - (own < self ? max(own, provider) : provider)
    }
}
