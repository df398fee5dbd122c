import Accounts
import Lines
import Providers
import Storage
import Transport

extension KeeperLogic {
    /// Applies the outcome of an action.
    mutating func recordOutcome(of id: Action.ID, _ outcome: ActionOutcome) throws(StoreError) {
        guard var action = openAction(id) else { return }
        // The manager has outlived the call.
        if action.state == .running, action.details.stops != nil { action.details.stops = nil }
        switch outcome {
        case .failed(let error): try failed(action, error)
        case .unsettled(let reason): try leaveInDoubt(action, reason)
        case .declined(let reason): try declined(action, reason)
        case .tooDear(let reason): try tooDear(action, reason)
        case .unready(let reason): try unready(action, reason)
        case .bought(let purchase): try bought(action, purchase)
        case .extended(let said):
            let granted = book(of: action).plausible(said, to: action, at: moment)
            if let reason = book(of: action).contradiction(in: granted, to: action, at: moment) {
                // A doubt stays one until there is better evidence.
                return action.state == .doubt ? () : try doubtWord(of: action, reason)
            }
            let price = action.details.missing ?? action.details.price
            let payment = payment(of: action, told: price)
            let action = noting(payment.excess, on: action)
            try succeed(
                action,
                .extended(
                    expiresAt: granted.expiresAt ?? expected(action),
                    newProviderID: granted.newProviderID),
                charge: price, "Extended" + payment.words)
            if payment.isDearer { try warn(of: payment, action) }
            try tellOfEnd(said.expiresAt, taken: granted.expiresAt, of: action.line)
        case .refunded(let told):
            let price = try returned(told, by: action)
            try succeed(
                action, .refunded, refund: price,
                price == nil
                    ? "Refunded. The amount is unknown: this line was adopted without a price"
                    : "Refunded")
        case .cancelled(let cancellation):
            let amount =
                cancellation.moneyReturned ? try returned(cancellation.amount, by: action) : nil
            try succeed(
                action, .cancelled(moneyReturned: cancellation.moneyReturned), refund: amount,
                cancellation.moneyReturned
                    ? "Cancelled, the money was returned"
                    : cancellation.isReturnKnown
                        ? "Cancelled"
                        : "Cancelled. The money counts as kept until the balance shows otherwise")
        case .resent(let resend):
            if let id = action.line {
                let uptime = moment.uptime
                track(id) { $0.replacedAt = uptime }
                stir(id)
            }
            let payment = payment(of: action, told: resend.charge)
            let action = noting(payment.excess, on: action)
            try succeed(
                action, .resent(newProviderID: resend.newProviderID, expiresAt: nil),
                charge: resend.charge,
                String(Self.sentence(of: .resend, payment).dropLast()))
            if payment.isDearer { try warn(of: payment, action) }
        case .swapped(let swap):
            if let id = action.line {
                let uptime = moment.uptime
                track(id) { $0.replacedAt = uptime }
                stir(id)
            }
            try succeed(action, .swapped(swap), "Swapped")
        case .finished: try succeed(action, .finished, "Finished")
        case .woken: try succeed(action, .time, "Awake")
        case .reset:
            try succeed(
                action, .time, "Its port was reset; it may take three minutes to receive again")
            if let id = action.line { requestLook(at: id) }
        case .autoExtends(let isOn):
            try succeed(
                action, .autoExtends(isOn),
                isOn
                    ? "The provider now extends it by itself; the plan no longer does"
                    : "The provider no longer extends it by itself")
        }
    }

    /// The old expiry plus the days bought, if the provider does not report the new expiry.
    private func expected(_ action: OpenAction) -> Instant? {
        guard let expiry = line(action.line)?.expiresAt,
            let days = action.details.days
        else { return nil }
        return expiry + .days(days)
    }

    /// A planned extension is retried until the rental expires: tomorrow a limit may have room, or
    /// the account money.
    private mutating func declined(_ action: OpenAction, _ reason: String) throws(StoreError) {
        guard retrying(action).isPlannedExtension, action.state == .running else {
            return try close(action, .failed, reason, line: nil)
        }
        try postpone(action, until: moment.now + .minutes(30), reason, line: nil)
    }

    /// The plan keeps checking whether the price drops or the limit rises, without asking all the
    /// time.
    private mutating func tooDear(_ action: OpenAction, _ reason: String) throws(StoreError) {
        guard retrying(action).isPlannedExtension,
            let expiry = line(action.line)?.expiresAt
        else { return try close(action, .failed, reason, line: nil) }
        // By the clock that shows the expiry sooner.
        let ahead = max(books[account(of: action) ?? ""]?.account?.clock.ahead ?? .zero, .zero)
        let next = ExtensionOutlook.nextTry(after: moment.now, expiry: expiry - ahead)
        try postpone(action, until: next, reason, line: nil, isHurried: false)
    }

    private mutating func unready(_ action: OpenAction, _ reason: String) throws(StoreError) {
        guard action.origin != "console" else {
            return try close(action, .failed, reason, line: nil)
        }
        if let end = retrying(action).end(reason) {
            return try close(action, .failed, end, line: nil)
        }
        try postpone(
            action, until: moment.now + Retrying.pause(after: action.attempts), reason, line: nil)
    }

    func isStillPlanned(_ action: OpenAction) -> Bool {
        guard let line = line(action.line) else { return false }
        return books[line.account]?.isStillPlanned(action, at: moment) ?? false
    }

    private mutating func failed(_ action: OpenAction, _ said: ProviderError) throws(StoreError) {
        var line = line(action.line)
        let error =
            retrying(action).isFutile(said)
            ? .notCancellable(Self.hasItsCode) : said
        if action.kind.movesMoney, error.leavesDoubt {
            return try leaveInDoubt(action, error.description)
        }
        if action.kind == .reset, error.leavesDoubt {
            // Each reset makes it deaf for minutes, so it is not repeated.
            return try close(
                action, .failed, "It may have been reset: \(error.description)", line: line)
        }
        switch error.meaning {
        // The answer to an earlier try was lost, or somebody did it elsewhere: the money is back.
        case .alreadyRefunded: return try recordOutcome(of: action.id, .refunded())
        case .refundClosed:
            _ = line?.apply(.refundRefused(reason: error.description), at: moment.now)
        default: break
        }
        if let due = retrying(action).next(after: error) {
            if case .tooEarly = error.meaning, let id = action.line {
                line?.cancellableFrom = time(of: self.line(id)?.account ?? "") + (due - moment.now)
            }
            try postpone(action, until: due, error.description, line: line)
        } else {
            var action = action
            if action.kind.isPurchase, error.isOfOffer { action.details.isOfferRefused = true }
            try close(action, .failed, error.description, line: line)
        }
        if case .notFound = error.meaning, !action.kind.isPurchase, let id = action.line {
            try recordNotFound(id)
        }
    }

    private static let hasItsCode =
        "It has received its code and can no longer be cancelled."
}
