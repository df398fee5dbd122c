/// The amount a paid call took, derived from the price shown before it, the price in its answer and
/// the drop in the balance.
///
/// A displayed price is the provider's promise, and not every provider keeps it.
package struct Payment: Equatable, Sendable {
    /// Nil if no price was shown beforehand.
    package var shown: Money?
    /// The most the person agreed to pay; nil for the price shown.
    package var agreed: Money?
    /// The price in the answer, or the price shown if the answer has none.
    package var told: Money?
    /// The drop in the balance beyond everything booked, including this call; negative if the
    /// balance is higher than expected. Nil if it could not be compared.
    package var unexplained: Money?
    /// Whether refunds of other lines may have arrived meanwhile, which would hide a drop.
    package var mayHideReturn = false
    /// Refunds of other lines that may be part of the drop: whether they had arrived when the
    /// balance was read before the call cannot be told.
    package var returned: [Money] = []

    package init(shown: Money? = nil, agreed: Money? = nil, told: Money? = nil) {
        self.shown = shown
        self.agreed = agreed
        self.told = told
    }

    /// The amount taken, as far as it is known. A balance that has not moved at all is not updated
    /// yet, and one that has grown was topped up.
    package var taken: Money? {
        guard let unexplained else { return told }
        guard let told else { return unexplained.tenThousandths > 0 ? unexplained : nil }
        guard told.currency == unexplained.currency else { return told }
        let total = told + unexplained
        if total.isMore(than: told) { return total }
        return total.tenThousandths <= 0 || mayHideReturn ? told : total
    }

    /// Whether a drop is exactly what refunds of other lines account for that had arrived before the
    /// call and were booked after it. Any other drop is the call's.
    package static func isExplained(_ drop: Money, by refunds: [Money]) -> Bool {
        guard drop.tenThousandths > 0 else { return false }
        guard refunds.count <= mostRefunds else {
            let total = refunds.reduce(drop - drop, +)
            return !drop.isMore(than: total)
        }
        var sums: Set<Int64> = [0]
        for refund in refunds {
            sums.formUnion(sums.map { $0.saturating(plus: refund.tenThousandths) })
        }
        return sums.contains(drop.tenThousandths)
    }

    /// More refunds are not tried in every combination.
    private static let mostRefunds = 12

    /// What cannot be told of a price that was exceeded, as a sentence; empty if it is certain.
    package var doubtfulPart: String {
        guard isDearer, let least = returned.min(by: { $1.isMore(than: $0) }) else { return "" }
        let others = returned.count > 1 ? " and other refunds" : ""
        return
            " At the same time \(least)\(others) came back from other lines, which may be part of "
            + "the difference."
    }

    /// Whether the balance is unchanged by a call that should have taken money.
    package var isUnmoved: Bool {
        guard let unexplained, let told, told.tenThousandths > 0 else { return false }
        return told.currency == unexplained.currency && (told + unexplained).isNothing
    }

    /// Whether more was taken than was shown.
    package var isDearer: Bool {
        guard let taken, let shown else { return false }
        return taken.isMore(than: shown)
    }

    /// How much more was taken than was agreed to; nil if it was not more.
    package var excess: Money? {
        guard let taken, let most = agreed ?? shown, taken.isMore(than: most) else { return nil }
        return taken - most
    }

    /// ` for 0.26 USD (0.16 USD was shown)`; empty if nothing is known.
    package var words: String {
        guard let taken else { return "" }
        guard let shown, shown != taken else { return " for \(taken)" }
        return " for \(taken) (quoted: \(shown))"
    }
}
