package import Lines
package import Providers
import Transport

/// Settles calls that may replace one order by another: requests for another code, and swaps.
extension AccountBook {
    /// Lines whose order may have been replaced by another.
    package var linesWithOrderInDoubt: [Line] {
        doubts.filter { $0.kind == .resend || $0.kind == .swap }.compactMap { line($0.line) }
    }

    /// A resend, by the provider's lists: the order waits again, or another one has its number.
    package func settled(resend doubt: OpenAction, by lists: OrderLists, at moment: Moment)
        -> Settled
    {
        guard !doubt.isLater(than: lists.began), let line = line(doubt.line),
            !lists.unheard.contains(line.id)
        else { return .open }
        let own = lists.active.first { $0.providerID == line.providerID }
        // The new order may have ended by now, with a code that nobody has seen.
        if let other = orderCreated(
            by: doubt, among: lists, at: moment,
            where: {
                $0.number == line.number
            })
        {
            return .happened(
                .resent(Resend(newProviderID: other.providerID, charge: other.price)))
        }
        if own?.status.phase == .waiting, own?.earlierMessages != nil {
            return .happened(.resent(Resend()))
        }
        if own?.status.phase == .waiting { return settled(waiting: doubt, asked: lists.began) }
        if wasAnswered(doubt) { return Self.answered }
        if own?.waitsAgain == true, doubt.details.waited == false {
            return .happened(.resent(Resend()))
        }
        if !showsResends(doubt) { return settled(untold: doubt, asked: lists.began) }
        guard lists.past != nil, doubt.isConclusive(asked: lists.began) else { return .open }
        return .didNot("The order is unchanged: resend was not carried out.")
    }

    /// A swap, by the provider's lists: the order has another number, or another order has replaced
    /// it.
    package func settled(swap doubt: OpenAction, by lists: OrderLists, at moment: Moment) -> Settled
    {
        guard !doubt.isLater(than: lists.began), let line = line(doubt.line),
            !lists.unheard.contains(line.id)
        else { return .open }
        if let own = lists.active.first(where: { $0.providerID == line.providerID }) {
            return settled(swap: doubt, by: own, asked: lists.began)
        }
        if let other = orderCreated(
            by: doubt, among: lists, at: moment,
            where: {
                $0.number != line.number
            })
        {
            return .happened(.swapped(Swap(newProviderID: other.providerID, number: other.number)))
        }
        guard lists.past != nil, doubt.isConclusive(asked: lists.began) else { return .open }
        return .didNot("The order has ended without a replacement.")
    }

    /// A swap, by the original order, which still exists.
    package func settled(swap doubt: OpenAction, by own: ActivationReading, asked: Instant)
        -> Settled
    {
        guard let line = line(doubt.line) else { return .open }
        if let number = own.number, let before = line.number, number != before {
            return .happened(.swapped(Swap(number: number)))
        }
        guard [.waiting, .received].contains(own.status.phase), doubt.isConclusive(asked: asked)
        else { return .open }
        return .didNot("Not swapped: the order still has its number.")
    }

    /// Whether a code has arrived on an order since another was requested, so that the request was
    /// received.
    func wasAnswered(_ doubt: OpenAction) -> Bool {
        guard let line = line(doubt.line), let seen = doubt.details.seen else { return false }
        return doubt.details.waited == false && line.messageCount > seen
    }

    package static let answered = Settled.closed(.done, "Another code was requested and has come.")

    /// A resend whose order waits: the request was received, unless the order was already waiting
    /// before it.
    package func settled(waiting doubt: OpenAction, asked: Instant) -> Settled {
        guard doubt.details.waited == true else { return .happened(.resent(Resend())) }
        guard showsResends(doubt) else { return settled(untold: doubt, asked: asked) }
        guard doubt.isConclusive(asked: asked) else { return .open }
        return .happened(.declined("The order is still waiting for its code."))
    }

    /// Whether a request for another code changes how the order is shown.
    func showsResends(_ doubt: OpenAction) -> Bool {
        isServed(doubt) && account?.capabilities.showsResends == true
    }

    /// A resend of which there is no trace. That does not prove that it did not happen; but asking
    /// again costs nothing, and a code is stored either way.
    package func settled(untold doubt: OpenAction, asked: Instant) -> Settled {
        guard doubt.isConclusive(asked: asked) else { return .open }
        let again = line(doubt.line).map { " `resend \($0.id)` requests it again." } ?? ""
        return .closed(
            .failed,
            "The answer was lost, and the provider does not show whether another code was "
                + "requested. Messages are stored if they come.\(again)")
    }
}
