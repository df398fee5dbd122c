package import Lines
import Providers
package import Storage

/// Finding out what became of calls that may put another order in the place of one: asking for another
/// code, and swapping its number.
extension Keeper {
    /// Lines whose order may have given way to another.
    package func linesWithOrderInDoubt(on name: String) -> [Line] {
        doubts(on: name).filter { $0.kind == .resend || $0.kind == .swap }
            .compactMap { line($0.line) }
    }

    /// Resends in doubt: the order waits again, or another one has its number.
    func settleResends(
        active: [ActivationReading], past: [ActivationReading]?, unheard: Set<Line.ID>,
        began: Instant, on name: String
    ) throws(StoreError) {
        guard !(books[name]?.isUnderWay({ $0.kind.bringsLine }) == true) else { return }
        for doubt in doubts(on: name) where doubt.kind == .resend {
            guard began > doubt.details.doubtSince ?? doubt.createdAt,
                let line = line(doubt.line), !unheard.contains(line.id)
            else { continue }
            let own = active.first { $0.providerID == line.providerID }
            // It may be over by now, with a code that nobody has seen.
            let other = newcomer(for: doubt, in: active, past, on: name) {
                $0.number == line.number
            }
            if let other {
                try ended(
                    doubt.id,
                    .resent(Resend(newProviderID: other.providerID, charge: other.price)))
            } else if own?.status.phase == .waiting, own?.former != nil {
                try ended(doubt.id, .resent(Resend()))
            } else if own?.status.phase == .waiting {
                try settleWaiting(doubt, asked: began)
            } else if wasAnswered(doubt) {
                try settleAnswered(doubt)
            } else if own?.waitsAgain == true, doubt.details.waited == false {
                try ended(doubt.id, .resent(Resend()))
            } else if !showsResends(doubt) {
                try settleUntold(doubt, asked: began)
            } else if past != nil, hasHadTime(doubt, by: began) {
                try notDone(doubt, "The order is as it was: resend did not happen.")
            }
        }
    }

    /// Writes down how an order stood right before another code or number was asked for on it.
    package func noteBeforeReplacing(_ id: Action.ID) throws(StoreError) {
        guard let line = openAction(id)?.line.flatMap({ line($0) }) else { return }
        try amend(id) { details in
            details.waited = line.state == .waiting
            details.seen = line.messageCount
        }
    }

    /// Whether a code came on an order since another was asked for: then it was heard.
    func wasAnswered(_ doubt: OpenAction) -> Bool {
        guard let line = line(doubt.line), let seen = doubt.details.seen else {
            return false
        }
        return doubt.details.waited == false && line.messageCount > seen
    }

    func settleAnswered(_ doubt: OpenAction) throws(StoreError) {
        var line = line(doubt.line)
        line?.inDoubt = false
        try close(doubt, .done, "Another code was asked for, and came.", line: line)
    }

    /// A resend in doubt whose order waits: it was heard, unless the order waited before.
    func settleWaiting(_ doubt: OpenAction, asked: Instant? = nil) throws(StoreError) {
        if doubt.details.waited != true {
            try ended(doubt.id, .resent(Resend()))
        } else if !showsResends(doubt) {
            try settleUntold(doubt, asked: asked)
        } else if hasHadTime(doubt, by: asked) {
            try ended(doubt.id, .declined("The order waits for its code, as it did before."))
        }
    }

    /// Whether an order would look otherwise had another code been asked for on it.
    func showsResends(_ doubt: OpenAction) -> Bool {
        account(of: doubt).flatMap { books[$0]?.account?.capabilities.showsResends }
            ?? false
    }

    /// A resend in doubt that nothing shows: that it did not happen does not follow. It costs nothing to ask
    /// again, and what comes is stored either way.
    func settleUntold(_ doubt: OpenAction, asked: Instant? = nil) throws(StoreError) {
        guard hasHadTime(doubt, by: asked) else { return }
        var line = line(doubt.line)
        line?.inDoubt = false
        let again = line.map { " `resend \($0.id)` asks again." } ?? ""
        try close(
            doubt, .failed,
            "The answer was lost and the provider does not show whether another code was asked for. "
                + "What comes is stored.\(again)", line: line)
    }

    /// Swaps in doubt: the order has another number, or another order has its place.
    func settleSwaps(
        active: [ActivationReading], past: [ActivationReading]?, unheard: Set<Line.ID>,
        began: Instant, on name: String
    ) throws(StoreError) {
        guard !(books[name]?.isUnderWay({ $0.kind.bringsLine }) == true) else { return }
        for doubt in doubts(on: name) where doubt.kind == .swap {
            guard began > doubt.details.doubtSince ?? doubt.createdAt,
                let line = line(doubt.line), !unheard.contains(line.id)
            else { continue }
            if let own = active.first(where: { $0.providerID == line.providerID }) {
                try settleSwap(doubt, of: line, own, asked: began)
            } else if let other = newcomer(
                for: doubt, in: active, past, on: name, where: { $0.number != line.number })
            {
                try ended(
                    doubt.id,
                    .swapped(Swap(newProviderID: other.providerID, number: other.number)))
            } else if past != nil, hasHadTime(doubt, by: began) {
                try notDone(doubt, "The order is over, and no other took its place.")
            }
        }
    }

    /// What an order that is still there tells of a swap in doubt.
    func settleSwap(
        _ doubt: OpenAction, of line: Line, _ own: ActivationReading, asked: Instant? = nil
    ) throws(StoreError) {
        if let number = own.number, let before = line.number, number != before {
            try ended(doubt.id, .swapped(Swap(number: number)))
        } else if [.waiting, .received].contains(own.status.phase), hasHadTime(doubt, by: asked) {
            try notDone(doubt, "The order has the number it had: it was not swapped.")
        }
    }
}
