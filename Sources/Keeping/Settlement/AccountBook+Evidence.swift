import Lines
import Providers
import Transport

/// By what a doubt on the account is settled, and how soon that is looked for.
extension AccountBook {
    /// Whether nothing but the balance tells what became of it.
    func isToldByBalance(_ doubt: OpenAction) -> Bool {
        guard doubt.details.balanceBefore != nil, isServed(doubt),
            let capabilities = account?.capabilities
        else { return false }
        return doubt.kind.isToldByBalance(by: capabilities)
    }

    /// Whether lists tell of it, rather than a look at its line.
    func isSettledByLists(_ doubt: OpenAction) -> Bool {
        let isOver = line(doubt.line)?.state.isEnded ?? false
        return doubt.kind.bringsLine || doubt.kind == .refund
            || doubt.kind == .extend && (isOver || isToldByBalance(doubt))
    }

    /// How soon the lists are asked for again because of doubts; nil where none is settled by them. What
    /// the money alone can tell it has told soon, and what lists do not tell for long they may never; after
    /// that a person has to look, who may be away for long.
    func pauseBeforeLists(at moment: Moment) -> Duration? {
        doubts.filter(isSettledByLists).map { doubt in
            let soon = Duration.seconds(5)
            let age = moment.now - doubt.doubtfulSince
            guard isToldByBalance(doubt) || age > .minutes(10) else { return soon }
            return max(soon, min(age / 4, ListSchedule.interval))
        }.min()
    }

    /// The one call in doubt that may have taken money: of two at once the money does not tell which.
    var onlyPaymentInDoubt: OpenAction? {
        let doubtful = doubts.filter { $0.kind.takesMoney }
        return doubtful.count == 1 ? doubtful.first : nil
    }
}

extension Action.Kind {
    /// Whether nothing but the balance tells of one whose answer was lost.
    func isToldByBalance(by capabilities: Capabilities) -> Bool {
        guard capabilities.offers(.balance) else { return false }
        return switch self {
        case .order: !capabilities.offers(.listActive)
        case .rent: !capabilities.offers(.listRentals)
        case .extend: !capabilities.tellsExpiry
        default: false
        }
    }
}
