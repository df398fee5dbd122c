/// A line that goes on by another order: extended, with another code, or another number.
extension Line {
    mutating func takeExtension(
        to expiry: Instant?, _ newID: String?
    ) -> [LineEvent] {
        guard kind == .rental else { return [] }
        keepForGood()
        providerID = newID ?? providerID
        expiresAt = expiry ?? expiresAt
        if state == .expired {
            state = .active
            endedAt = nil
        }
        let until = expiresAt.map { " until \($0.rfc3339)" } ?? ""
        return [LineEvent(.extended, "Extended\(until).")]
    }

    mutating func takeResend(
        _ newID: String?, _ expiry: Instant?, at now: Instant
    ) -> [LineEvent] {
        guard kind == .activation, state != .ordering, state != .lost || newID != nil else {
            return []
        }
        episode += 1
        // The expiry of the previous order, or one in the past, does not apply to the new order and
        // would end the line at once. The next look reads the right one.
        let isSame = newID == nil || newID == providerID
        let before = expiresAt.flatMap { isSame && $0 > now ? $0 : nil }
        providerID = newID ?? providerID
        expiresAt = expiry ?? before
        state = .waiting
        endedAt = nil
        return [LineEvent(.resent, "Another code was requested.")]
    }

    /// Another number waits for the code, as if it had just been ordered.
    mutating func apply(_ swap: Swap, at now: Instant) -> [LineEvent] {
        let isSame = swap.newProviderID == nil || swap.newProviderID == providerID
        // The previous order may be over, but the one that replaced it is not.
        guard kind == .activation, state != .ordering, !state.isEnded || !isSame else { return [] }
        episode += 1
        let before = expiresAt.flatMap { isSame && $0 > now ? $0 : nil }
        let old = number
        providerID = swap.newProviderID ?? providerID
        number = swap.number ?? number
        expiresAt = swap.expiresAt ?? before
        cancellableFrom =
            swap.cancellableFrom.map { min($0, now + Self.longestHold) } ?? cancellableFrom
        // Periods that count from the purchase start now: nobody has waited for this number yet.
        purchasedAt = now
        state = .waiting
        endedAt = nil
        let instead = old.map { " instead of \($0)" } ?? ""
        return [LineEvent(.swapped, "The number is \(number ?? "not yet known")\(instead).")]
    }
}
