import Accounts
import Lines
import Providers
import Storage
import Transport

/// Ends an action as done, in doubt or failed, with its line, its money and its events in one
/// transaction.
extension KeeperLogic {
    mutating func bought(_ action: OpenAction, _ purchase: Purchase) throws(StoreError) {
        let name = account(of: action) ?? ""
        if let known = books[name]?.lineByProviderID[purchase.providerID], known != action.line {
            try close(
                action, .failed,
                "The provider returned an order that is already tracked as line \(known).",
                line: nil)
            return
        }
        if let holder = adoptedElsewhere(purchase, on: name) {
            return try bought(action, purchase, as: holder, on: name)
        }
        var purchase = action.details.priced(purchase)
        if let told = purchase.price, told.tenThousandths < 0 { purchase.price = nil }
        // If the balance revealed the purchase, the missing amount is the price.
        if let missing = action.details.missing, action.details.shared == nil {
            let told = purchase.price ?? missing
            purchase.price = missing.isMore(than: told) ? missing : told
        }
        purchase.price = purchase.price ?? action.details.price
        purchase.days = purchase.days ?? action.details.days
        purchase.product = purchase.product ?? action.details.offer
        if action.kind == .rent {
            purchase.refundTerms =
                purchase.refundTerms ?? action.details.refundTerms
                ?? refundTerms(account: account(of: action), product: purchase.product)
        }
        let said = purchase.expiresAt
        purchase = book(of: action).plausible(purchase, of: line(action.line), at: moment)
        let payment = payment(of: action, told: purchase.total)
        var action = noting(payment.excess, on: action)
        if let pool = purchase.pool { action.details.pool = pool }
        try succeed(
            action, .bought(purchase), charge: purchase.price, total: purchase.total,
            also: siblings(of: purchase, by: action), "Bought" + payment.words)
        if payment.isDearer { try warn(of: payment, action) }
        try tellOfEnd(said, taken: purchase.expiresAt, of: action.line)
    }

    /// The action with the amount taken beyond the agreed price.
    func noting(_ excess: Money?, on action: OpenAction) -> OpenAction {
        guard let excess else { return action }
        var action = action
        action.details.excess = excess
        return action
    }

    /// - Parameters:
    ///   - total: what the call took altogether, if more than the charge for its line.
    ///   - changes: what else it brought.
    mutating func succeed(
        _ action: OpenAction, _ observation: Observation, charge: Money? = nil,
        refund: Money? = nil, total: Money? = nil, also changes: [Change] = [],
        _ sentence: String
    ) throws(StoreError) {
        guard let id = action.line, var line = line(id) else {
            try close(action, .done, sentence + ".", line: nil)
            return
        }
        line.inDoubt = false
        // The refund was already booked when the provider was seen to return the money.
        let refund = line.state == .refunded ? nil : refund
        let events = line.apply(observation, at: time(of: line.account))
        let now = moment.now
        let account = line.account
        let movements = [(charge, LedgerEntry.Kind.charge), (refund, .refund)]
        let entries = movements.compactMap { amount, kind -> Change? in
            guard let amount, amount.tenThousandths > 0 else { return nil }
            return .ledger(
                LedgerEntry(
                    at: now, account: account, line: id, action: action.id, kind: kind,
                    what: action.kind.rawValue, origin: action.origin, amount: amount))
        }
        try close(
            action, .done, sentence + ".", line: line, events: events,
            also: entries + changes
                + owedComparison(of: action, booked: total ?? charge ?? refund, on: account))
        let booked = total ?? charge ?? refund
        books[account]?.comparing[action.id]?.booked = booked
        if action.state == .doubt, action.details.missing == nil {
            compareSettled(action, booked: booked)
        }
        // The balance has changed: it is asked for again soon rather than computed.
        if charge != nil || refund != nil { books[account]?.account?.balance.forget() }
    }

    /// The provider says that the action was done, and also something that contradicts it.
    mutating func doubtWord(of action: OpenAction, _ reason: String) throws(StoreError) {
        var action = action
        action.details.isSaidDone = true
        try leaveInDoubt(action, reason)
        // The balance may settle it.
        if let name = account(of: action) { books[name]?.account?.balance.forget() }
    }

    mutating func leaveInDoubt(_ action: OpenAction, _ reason: String) throws(StoreError) {
        var line = line(action.line)
        line?.inDoubt = true
        var action = action
        action.markDoubtful(since: moment.now)
        let text = "The outcome of \(action.kind.rawValue) is unknown: \(reason)"
        try close(action, .doubt, text, line: line)
        if let name = account(of: action) { books[name]?.account?.lists.hurry() }
    }

    /// Writes the end of an action, its effect on the line, and the events, all or nothing.
    mutating func close(
        _ action: OpenAction, _ state: Action.State, _ result: String, line: Line?,
        events: [LineEvent] = [],
        also changes: [Change] = []
    ) throws(StoreError) {
        try write(closing(action, state, result, line: line, events: events, also: changes))
        noteClosed(action, state)
    }

    /// The same for several at once that have no effect on their lines.
    mutating func close(
        _ actions: [OpenAction], _ state: Action.State, _ result: String
    ) throws(StoreError) {
        try write(actions.flatMap { closing($0, state, result, line: nil) })
        for action in actions { noteClosed(action, state) }
    }

    private func closing(
        _ action: OpenAction, _ state: Action.State, _ result: String, line: Line?,
        events: [LineEvent] = [], also changes: [Change] = []
    ) -> [Change] {
        let now = moment.now
        let known = line ?? self.line(action.line)
        let isFree = state == .failed && mayBeDecidedAnew(action, known)
        let key = action.key
        var action = isFree ? action.setFree() : action
        action.state = state
        action.result = result
        action.endedAt = state == .doubt ? nil : now
        let refusedPurchase =
            (state == .failed || state == .dropped) && action.kind.isPurchase
            && known?.state == .ordering
        var all = [Change.action(action)]
        if isFree, let id = action.line { all.append(.freed(key: key, on: id)) }
        all += changes
        if refusedPurchase, let id = action.line {
            all.append(.goneLine(id))
        } else if let line {
            all += [.line(line), .lineEvents(events, of: line)]
        }
        if state != .done || action.origin != "plan" {
            all.append(
                .event(
                    EventRecord(
                        ended: action.row, at: now, lineIsGone: refusedPurchase,
                        isHeard: isHeard(action.row))))
        }
        return all
    }

    private mutating func noteClosed(_ action: OpenAction, _ state: Action.State) {
        // Only a completed action has a price to compare.
        if state != .done, let name = comparison(of: action.id)?.account {
            books[name]?.comparing[action.id] = nil
        }
        if state == .failed || state == .dropped { takeUpTroubles(after: action) }
        if let name = account(of: action) { wakeLanes(of: name) }
        wake(.outcomes)
    }
}

extension Line {
    /// The refund if the provider returns the money without naming the amount.
    ///
    /// Another code on a number is an order of its own, and free unless the provider says
    /// otherwise. It yields no refund, because the first code, which was paid for, did arrive.
    var returnable: Money? { episode == 0 ? price : nil }
}

extension EventRecord {
    /// How an action ended; addressed to the script that decided it, if that script listens.
    init(ended action: Action, at now: Instant, lineIsGone: Bool, isHeard: Bool) {
        var eventPayload = ScriptEventPayload(
            event: "\(action.kind.rawValue)_\(action.state.rawValue)", text: action.result ?? "",
            line: lineIsGone ? nil : action.line)
        eventPayload.action = action.id
        eventPayload.script = action.isByScript ? action.origin : nil
        self.init(
            at: now, kind: action.state == .doubt ? "doubt" : "action", line: eventPayload.line,
            message: action.message,
            text: "\(action.kind.rawValue) \(action.state.rawValue): \(action.result ?? "")",
            payload: isHeard ? eventPayload.encoded : nil)
    }
}
