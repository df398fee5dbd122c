import Control

/// Which offer is ordered next: each of the offers that were shown, and no more tries than allowed.
struct TryQueue: Equatable, Sendable {
    /// How a try ended that another may follow.
    enum Ending: Equatable, Sendable {
        /// Nothing was bought: sold out, refused, or dearer than shown.
        case unavailable
        /// Bought, and given back without a code.
        case noCode
    }

    private var choices: [ChoiceRecord]
    private(set) var left: Int
    /// How many offers have been ordered, including the present one.
    private(set) var count = 0

    init(_ choices: [ChoiceRecord], tries: Int) {
        self.choices = choices
        left = tries
    }

    /// The offer to begin with.
    mutating func first() -> ChoiceRecord? { take() }

    /// The offer that follows; nil if there is none, or no try is left.
    ///
    /// After the last offer a number without a code is followed by another number of the same
    /// offer; an offer that cannot be had is not asked for again.
    mutating func next(after present: ChoiceRecord, _ ending: Ending) -> ChoiceRecord? {
        if choices.isEmpty, ending == .noCode { choices = [present] }
        return take()
    }

    private mutating func take() -> ChoiceRecord? {
        guard left > 0, !choices.isEmpty else { return nil }
        left -= 1
        count += 1
        return choices.removeFirst()
    }
}
