/// Whose it is that a balance differs from what is booked, if several calls moved money at once.
///
/// A balance does not say which of them did. The difference is given to one of them only if no other
/// can have made it.
package enum SharedDifference: Equatable, Sendable {
    /// None of them made it.
    case none
    /// Only the call at this place can have made it.
    case of(Int)
    /// Several have taken more than they said, and which of them is unknown.
    case ofSeveral
    /// Several can have made it, or the balance is behind: a later one may tell.
    case unknown

    package struct Call: Equatable, Sendable {
        /// Whether it costs something, rather than giving something back.
        package var takesMoney: Bool
        /// What it took or returned by its answer; nil if it did not say.
        package var told: Money?

        package init(takesMoney: Bool, told: Money? = nil) {
            self.takesMoney = takesMoney
            self.told = told
        }

        private var isOfSomething: Bool { told.map { $0.tenThousandths > 0 } ?? false }

        /// Whether more may be gone by it than is booked: it was dearer, or its refund is to come.
        fileprivate var mayTakeMore: Bool { takesMoney || isOfSomething }

        /// Whether less may be gone by it: it was cheaper or is not taken yet, or returned something
        /// without saying so.
        fileprivate var mayTakeLess: Bool { takesMoney ? isOfSomething : told == nil }
    }

    /// - Parameter unexplained: how much more is gone than is booked; negative if less is.
    package init(_ unexplained: Money, among calls: [Call]) {
        guard !unexplained.isNothing else {
            self = .none
            return
        }
        let isMore = unexplained.tenThousandths > 0
        let able = calls.indices.filter { isMore ? calls[$0].mayTakeMore : calls[$0].mayTakeLess }
        // What nobody has named a price for is not booked at all.
        let unnamed = able.filter { isMore && calls[$0].takesMoney && calls[$0].told == nil }
        if let only = unnamed.count == 1 ? unnamed.first : able.count == 1 ? able.first : nil {
            self = .of(only)
        } else if able.isEmpty {
            self = .none
        } else {
            self = isMore && able.allSatisfy { calls[$0].takesMoney } ? .ofSeveral : .unknown
        }
    }
}
