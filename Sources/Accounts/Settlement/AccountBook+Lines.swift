package import Lines
package import Providers

/// Settles doubts about one line by a look at it or by a list.
extension AccountBook {
    /// A refund: a refunded rental is no longer listed, though its status may still be available.
    package func settled(
        refund doubt: OpenAction, rentals: [HeldRental], began: Instant
    ) -> Settled {
        guard doubt.isConclusive(asked: began), let line = line(doubt.line) else { return .open }
        if rentals.contains(where: { $0.providerID == line.providerID }) {
            return .didNot(Self.isStillOurs)
        }
        return line.listening.isAvailable ? .open : .happened(.refunded())
    }

    /// An extension of a rental that has run out meanwhile: if it is still listed it was extended,
    /// even if neither status nor list shows the expiry.
    package func settled(
        extension doubt: OpenAction, rentals: [HeldRental], began: Instant, at moment: Moment
    ) -> Settled {
        guard doubt.isConclusive(asked: began), let line = line(doubt.line), line.state == .expired
        else { return .open }
        let held = rentals.first { $0.providerID == line.providerID }
        let isOver = held?.expiresAt.map { $0 <= reckoning(at: moment).sure } ?? false
        guard let held, !isOver else {
            return .closed(
                .failed, "Not extended: the rental is no longer listed.",
                clearsDoubt: false)
        }
        return .happened(.extended(Extension(expiresAt: held.expiresAt)))
    }

    /// A refund, by the rental's status; nil if the provider does not know the rental.
    package func settled(refund doubt: OpenAction, status: RentalStatus?, at moment: Moment)
        -> Settled
    {
        guard let status else { return .happened(.refunded()) }
        // A rental that does not listen may be refunded or asleep: the list of rentals tells.
        guard status.isAvailable, doubt.isConclusive(asked: moment.now) else { return .open }
        return .didNot(Self.isStillOurs)
    }

    /// An extension, by the rental's status.
    package func settled(extension doubt: OpenAction, status: RentalStatus?, at moment: Moment)
        -> Settled
    {
        guard let expiry = status?.expiresAt, let before = doubt.details.expiryBefore,
            let days = doubt.details.days, let line = line(doubt.line),
            likelihood(of: expiry, on: line, known: before, paid: days, at: moment) == .plausible
        else { return .open }
        if expiry.isMoved(from: before, by: days) {
            return .happened(.extended(Extension(expiresAt: expiry)))
        }
        guard doubt.isConclusive(asked: moment.now) else { return .open }
        return .didNot("Not extended: the provider's expiry is unchanged.")
    }

    private static let isStillOurs = "Not refunded: the rental is still active."

    /// Any doubt about an order, by a look at the order.
    package func settled(
        _ doubt: OpenAction, by reading: ActivationReading, at moment: Moment
    ) -> Settled {
        switch (doubt.kind, reading.status.phase) {
        case (.cancel, .refunded):
            return .happened(.cancelled(Cancellation(moneyReturned: true)))
        case (.cancel, .cancelled):
            // The cancel happened. If the provider does not report refunds, that of an unused order
            // counts once the balance shows it: until then, limits must not have room by it.
            let isUnused = line(doubt.line)?.messageCount == 0
            var cancellation = Cancellation(moneyReturned: false)
            cancellation.isReturnKnown =
                !(isUnused && isServed(doubt) && account?.capabilities.tellsReturns == false)
            return .happened(.cancelled(cancellation))
        case (.resend, .waiting) where reading.earlierMessages != nil:
            return .happened(.resent(Resend()))
        case (.resend, .waiting): return settled(waiting: doubt, asked: moment.now)
        case (.swap, _) where !listsOrders(of: doubt):
            return settled(swap: doubt, by: reading, asked: moment.now)
        case (.resend, .received) where wasAnswered(doubt): return Self.answered
        case (.resend, .received) where reading.waitsAgain && doubt.details.waited == false:
            return .happened(.resent(Resend()))
        case (.resend, .received) where !showsResends(doubt):
            return settled(untold: doubt, asked: moment.now)
        case (.cancel, .waiting), (.cancel, .received), (.resend, .received):
            // A resend may have created a new order: then only the list of orders tells.
            guard doubt.isConclusive(asked: moment.now),
                doubt.kind == .cancel || !listsOrders(of: doubt)
            else { return .open }
            return .didNot("The order is unchanged: \(doubt.kind.rawValue) was not carried out.")
        default: return .open
        }
    }

    private func listsOrders(of doubt: OpenAction) -> Bool {
        isServed(doubt) && offers(.listActive)
    }
}
