package import Lines
package import Providers

/// Decides whether an end reported by a provider is to be believed.
extension AccountBook {
    /// - Parameters:
    ///   - known: the end known before.
    ///   - paid: the number of days just paid for.
    package func likelihood(
        of told: Instant, on line: Line, known: Instant?, paid: Int? = nil, at moment: Moment
    ) -> ToldEnd {
        var line = line
        // If the clock is not settled, the time of purchase is unknown.
        if account?.stamped.contains(line.id) == true { line.isAdopted = true }
        return ToldEnd(told, of: line, known: known, paid: paid, at: reckoning(at: moment).sure)
    }

    /// Whether the provider is being asked about an end that would make a planned extension
    /// unnecessary. When the rental's time is nearly over, the configuration says whether paying
    /// twice or losing the number is worse.
    package func waitsForEnd(_ action: OpenAction, at moment: Moment) -> Bool {
        guard let line = line(action.line), let known = line.expiresAt,
            let doubted = lines[line.id]?.doubtedEnd, doubted.told > known
        else { return false }
        let left = known.left(own: moment.now, provider: reckoning(at: moment).sure)
        return left > .minutes(15) || policy.rentals.extendWhenUnsure != .retry
    }

    /// The purchase with a plausible end: otherwise the end that was paid for, or the one from the
    /// next look.
    package func plausible(_ purchase: Purchase, of line: Line?, at moment: Moment) -> Purchase {
        guard let line, let end = purchase.expiresAt else { return purchase }
        var purchase = purchase
        let likelihood = likelihood(of: end, on: line, known: nil, paid: purchase.days, at: moment)
        if likelihood != .plausible {
            purchase.expiresAt =
                line.isAdopted ? nil : purchase.days.map { line.purchasedAt + .days($0) }
        } else if line.kind == .rental, !line.isAdopted, let days = purchase.days {
            // A purchase found in a list was made some time ago; by which clock may be unknown.
            purchase.expiresAt = ToldEnd.paid(
                end, from: [line.purchasedAt, moment.now], days: days)
        }
        return purchase
    }

    /// The extension with the end that was paid for, if the answer reports a much later one.
    package func plausible(_ granted: Extension, to action: OpenAction, at moment: Moment)
        -> Extension
    {
        guard let end = granted.expiresAt, let days = action.details.days,
            let line = line(action.line),
            let before = action.details.expiryBefore ?? line.expiresAt
        else { return granted }
        // An extension of an expired rental counts from now.
        let start = max(before, time(at: moment))
        let paid = ToldEnd.paid(end, from: [start], days: days)
        guard paid < end else { return granted }
        var granted = granted
        granted.expiresAt = paid
        return granted
    }

    /// Why an answer with this end does not prove that the extension happened; nil if it does.
    package func contradiction(
        in granted: Extension, to action: OpenAction, at moment: Moment
    ) -> String? {
        guard let line = line(action.line), let end = granted.expiresAt else { return nil }
        let known = granted.newProviderID == nil ? line.expiresAt : nil
        let days = action.details.days
        switch likelihood(of: end, on: line, known: known, paid: days, at: moment) {
        case .plausible: break
        case .unlikely(let why), .impossible(let why):
            return "the provider reports that the line now ends \(end.rfc3339), \(why)."
        }
        guard let known, let days,
            !end.isMoved(from: action.details.expiryBefore ?? known, by: days)
        else { return nil }
        return "the provider confirmed the extension, but the new expiry \(end.rfc3339) is not "
            + "\(counted(days, "day")) later than before."
    }
}

extension Instant {
    /// Whether an end has moved by about as much as was paid for.
    func isMoved(from before: Instant, by days: Int) -> Bool { self - before > .hours(12 * days) }
}
