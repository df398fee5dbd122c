package import Lines
package import Providers
import Transport

/// Which evidence settles a doubt on the account, and how soon it is looked for.
extension AccountBook {
    /// Whether only the balance can settle the doubt.
    package func isToldByBalance(_ doubt: OpenAction) -> Bool {
        guard doubt.details.balanceBefore != nil, isServed(doubt),
            let capabilities = account?.capabilities
        else { return false }
        return doubt.kind.isToldByBalance(by: capabilities)
    }

    /// Whether lists settle the doubt, rather than a look at its line.
    func isSettledByLists(_ doubt: OpenAction) -> Bool {
        let isOver = line(doubt.line)?.state.isEnded ?? false
        return doubt.kind.bringsLine || doubt.kind == .refund
            || doubt.kind == .extend && (isOver || isToldByBalance(doubt))
    }

    /// How soon the lists are asked for again because of doubts; nil if no doubt depends on them.
    /// The balance settles a doubt soon if it can; lists that do not settle one for long may never
    /// do so. After that a person must look, who may be away for long.
    package func pauseBeforeLists(at moment: Moment) -> Duration? {
        doubts.filter(isSettledByLists).map { doubt in
            let soon = Duration.seconds(5)
            let age = moment.now - doubt.doubtfulSince
            guard isToldByBalance(doubt) || age > .minutes(10) else { return soon }
            return max(soon, min(age / 4, ListSchedule.interval))
        }.min()
    }

    /// The only call in doubt that may have taken money; with two, the balance cannot tell which.
    package var onlyPaymentInDoubt: OpenAction? {
        let doubtful = doubts.filter { $0.kind.takesMoney }
        return doubtful.count == 1 ? doubtful.first : nil
    }
}

extension Action.Kind {
    /// Whether only the balance can settle such a call if its answer was lost.
    package func isToldByBalance(by capabilities: Capabilities) -> Bool {
        guard capabilities.offers(.balance) else { return false }
        return switch self {
        case .order: !capabilities.offers(.listActive)
        case .rent: !capabilities.offers(.listRentals)
        case .extend: !capabilities.tellsExpiry
        default: false
        }
    }
}
