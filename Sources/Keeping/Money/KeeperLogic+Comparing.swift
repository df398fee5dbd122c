import Accounts
import Lines
import Providers
import Storage
import Transport

/// Books the amount actually taken rather than the quoted price: the balance is read before and
/// after a paid call, and an unexplained difference is booked too.
extension KeeperLogic {
    /// Whether the balance is read before and after the call.
    func isToBeCompared(_ action: OpenAction) -> Bool {
        guard let name = account(of: action),
            books[name]?.offers(.balance) == true
        else { return false }
        if action.kind.takesMoney { return true }
        // The reported refund may be as wrong as a price.
        return [.refund, .cancel, .swap].contains(action.kind)
    }

    /// Marks a call for comparison with the balance; callers waiting for its outcome wait for that
    /// too.
    mutating func expectComparison(of id: Action.ID) {
        let moment = moment
        guard let action = openAction(id), action.details.balanceBefore != nil,
            isToBeCompared(action), let name = account(of: action)
        else { return }
        books[name]?.comparing[id] = Comparison(account: name, since: moment.uptime)
    }

    /// Takes requests around a paid call out of future budget. They must not wait for tokens,
    /// because routine calls never let that many accumulate.
    mutating func owe(_ count: Int, on name: String, for use: RequestUse = .actions) {
        let moment = moment
        books[name]?.account?.budget.owe(count, at: moment.now)
        books[name]?.account?.requests.add(count, for: use, at: moment.now)
    }

    /// The comparison of a paid call, if one is running.
    func comparison(of id: Action.ID) -> Comparison? {
        books.values.lazy.compactMap { $0.comparing[id] }.first
    }

    /// Whether a call has ended with an outcome that can be compared with the balance.
    func awaitsComparison(_ id: Action.ID) -> Bool {
        comparison(of: id) != nil && openAction(id) == nil
    }

    /// Ends the comparison of a call. If no balance has accounted for it yet, a later one may.
    mutating func endComparison(_ id: Action.ID) {
        guard let ended = comparison(of: id) else { return }
        books[ended.account]?.comparing[id] = nil
        if !ended.isOver { compareLater(id, ended) }
        wake(.outcomes)
        wakeLanes(of: ended.account)
    }

    /// Books what a call took or returned, by the balance after it.
    ///
    /// - Returns: whether the balance accounts for the call. If it lags behind, it must be asked
    ///   for again.
    @discardableResult
    mutating func compare(_ id: Action.ID, with balance: Money) throws(StoreError) -> Bool {
        guard let comparison = comparison(of: id) else { return true }
        let isOver = try measure(id, comparison, balance)
        books[comparison.account]?.comparing[id]?.isOver = isOver
        if isOver { try write([.compared(id)]) }
        noteBalance(balance, on: comparison.account)
        return isOver
    }

    /// - Parameter besides: a call for which the balance was read and which has not been made yet.
    mutating func measure(
        _ id: Action.ID, _ comparison: Comparison, _ balance: Money, besides: Action.ID? = nil
    ) throws(StoreError) -> Bool {
        guard let action = try comparable(id, with: balance) else { return true }
        let difference = try difference(
            from: balance, since: action, on: comparison.account, besides: besides)
        guard let difference else { return false }
        return try book(difference, of: action, comparison)
    }

    /// A call that was made and whose account was asked for its balance before; nil if it is not.
    func comparable(_ id: Action.ID, with balance: Money) throws(StoreError) -> OpenAction? {
        guard let action = try disk.action(id).map(OpenAction.init), action.state == .done,
            action.details.balanceBefore?.currency == balance.currency
        else { return nil }
        return action
    }

    /// How much more is gone than is booked.
    struct Difference {
        var unexplained: Money
        /// Refunds of other lines that may be part of it.
        var returned: [Money]
    }

    /// Nil while others move money.
    func difference(
        from balance: Money, since action: OpenAction, on name: String, besides: Action.ID?
    ) throws(StoreError) -> Difference? {
        guard let before = action.details.balanceBefore else { return nil }
        // Other calls that move money at the same time contribute to the difference.
        let isDisturbed =
            (books[name]?.isUnderWay({ $0.kind.movesMoney && $0.id != besides }) == true)
            || doubts(on: name).contains {
                $0.kind.movesMoney && !$0.isConclusive(asked: moment.now)
            }
        guard !isDisturbed else { return nil }
        let entry = action.details.ledgerBefore ?? 0
        let moved = try disk.movement(on: name, after: entry, currency: before.currency)
        // Refunds of other lines may have arrived before the call and been booked only since.
        let returned = try disk.returned(
            on: name, after: entry, besides: action.id, currency: before.currency)
        return Difference(unexplained: before + moved - balance, returned: returned)
    }

    /// - Returns: whether the difference accounts for the call.
    mutating func book(
        _ difference: Difference, of action: OpenAction, _ comparison: Comparison
    ) throws(StoreError) -> Bool {
        let name = comparison.account
        var unexplained = difference.unexplained
        let returned = difference.returned
        let nothing = unexplained - unexplained
        if Payment.isExplained(unexplained, by: returned) { unexplained = nothing }
        guard action.kind.takesMoney else {
            return try measure(return: action, comparison, unexplained: unexplained)
        }
        var payment = payment(of: action, told: comparison.booked)
        payment.unexplained = unexplained
        payment.mayHideReturn = mayReturnMoney(on: name, besides: action.line)
        payment.returned = returned.filter { unexplained.isMore(than: $0) }
        try book(payment, of: action, instead: comparison.booked, on: name)
        // Money has come back that is not booked yet. Until it is, it would hide a higher price.
        let isHidden = payment.mayHideReturn && nothing.isMore(than: unexplained)
        return !payment.isUnmoved && !isHidden
    }

    /// Whether an order may run out and be refunded by the provider at any time.
    private func mayReturnMoney(on name: String, besides id: Line.ID?) -> Bool {
        (books[name]?.planned ?? []).contains { other in
            other.id != id && other.kind == .activation
                && (other.state == .waiting || other.state == .expired)
        }
    }

    func payment(of action: OpenAction, told: Money?) -> Payment {
        let details = action.details
        // Another code is free unless somebody says otherwise.
        let isFree = action.kind == .resend && details.isAnyPriceAgreed != true
        let free = isFree ? told.map { $0 - $0 } : nil
        let shown = details.price ?? free
        let agreed = details.maxPrice?.inCurrency(of: told ?? shown)
        return Payment(shown: shown, agreed: agreed ?? shown, told: told)
    }

    private mutating func book(
        _ payment: Payment, of action: OpenAction, instead booked: Money?, on name: String
    ) throws(StoreError) {
        guard let taken = payment.taken, taken != booked else { return }
        let difference = booked.map { taken - $0 } ?? taken
        var action = action
        action.details.excess = payment.excess
        action.result = Self.sentence(of: action.kind, payment)
        var line = line(action.line)
        if action.kind.isPurchase {
            // Of a payment for several lines, this one bears what was not agreed to.
            let whole = action.details.shared == nil ? taken : line?.price.map { $0 + difference }
            line?.price = whole
        }
        try bookDifference(action, line, with: difference, on: name)
        if action.origin == Self.byProvider {
            try note(
                kind: "auto_extended", text: "\(name) took \(taken) for extending it by itself.",
                line: action.line)
        }
        if payment.isDearer { try warn(of: payment, action) }
    }

    /// - Parameter difference: the amount taken beyond what is booked; negative for a refund.
    mutating func bookDifference(
        _ action: OpenAction, _ line: Line?, with difference: Money, on name: String
    ) throws(StoreError) {
        let isCharge = difference.tenThousandths > 0
        let entry = LedgerEntry(
            at: moment.now, account: name, line: action.line, action: action.id,
            kind: isCharge ? .charge : .refund, what: action.kind.rawValue, origin: action.origin,
            amount: isCharge ? difference : -difference)
        try write([.action(action)] + (line.map { [.line($0)] } ?? []) + [.ledger(entry)])
    }

    /// Reports once, by the answer or by the balance, that a price was exceeded.
    mutating func warn(of payment: Payment, _ action: OpenAction) throws(StoreError) {
        guard let taken = payment.taken, let shown = payment.shown else { return }
        try note(
            kind: "dearer",
            text: "\(action.row.noun) cost \(taken) in place of \(shown).\(payment.doubtfulPart)",
            line: action.line)
    }

    static func sentence(of kind: Action.Kind, _ payment: Payment) -> String {
        let verb =
            switch kind {
            case .extend: "Extended"
            case .resend: payment.taken.map(\.isNothing) ?? true ? "" : "Another code was bought"
            default: "Bought"
            }
        return verb.isEmpty ? "Another code was requested." : verb + payment.words + "."
    }
}
