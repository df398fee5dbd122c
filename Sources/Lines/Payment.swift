/// What a paid call took, judged by what was shown before it, what its answer told and what is gone from
/// the balance.
///
/// A price that is shown is a promise of the provider's, and not every provider keeps it.
package struct Payment: Equatable, Sendable {
    /// Nil where no price was told beforehand.
    package var shown: Money?
    /// The most it may cost by what the person agreed to; nil for what was shown.
    package var agreed: Money?
    /// What the answer told, or what was shown where it told nothing.
    package var told: Money?
    /// What is gone from the balance beyond everything that is booked, this included; negative where
    /// there is more than there should be. Nil where it could not be compared.
    package var unexplained: Money?
    /// Whether money of other lines may have come back meanwhile, which hides what is gone.
    package var mayHideReturn = false

    package init(shown: Money? = nil, agreed: Money? = nil, told: Money? = nil) {
        self.shown = shown
        self.agreed = agreed
        self.told = told
    }

    /// What was taken, as far as that can be told. A balance that has not moved at all has not followed
    /// yet, and one that has grown was paid into.
    package var taken: Money? {
        guard let unexplained else { return told }
        guard let told else { return unexplained.tenThousandths > 0 ? unexplained : nil }
        guard told.currency == unexplained.currency else { return told }
        let total = told + unexplained
        if total.isMore(than: told) { return total }
        return total.tenThousandths <= 0 || mayHideReturn ? told : total
    }

    /// Whether the balance is as it was before a call that should have taken something.
    package var isUnmoved: Bool {
        guard let unexplained, let told, told.tenThousandths > 0 else { return false }
        return told.currency == unexplained.currency && (told + unexplained).isNothing
    }

    /// Whether more was taken than was shown.
    package var isDearer: Bool {
        guard let taken, let shown else { return false }
        return taken.isMore(than: shown)
    }

    /// By how much more was taken than was agreed to; nil where it was not.
    package var excess: Money? {
        guard let taken, let most = agreed ?? shown, taken.isMore(than: most) else { return nil }
        return taken - most
    }

    /// ` for 0.26 USD (0.16 USD was shown)`; nothing where nothing is known.
    package var words: String {
        guard let taken else { return "" }
        guard let shown, shown != taken else { return " for \(taken)" }
        return " for \(taken) (\(shown) was shown)"
    }
}
