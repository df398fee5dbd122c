package import Lines
import Providers
package import Storage
import Transport

/// What is known of a paid call whose price is being compared with the balance.
struct Comparison: Sendable {
    var account: String
    /// What it was booked with; nil where nothing was.
    var booked: Money?
}

/// Booking what was taken rather than what was shown: the balance is read before a paid call and after
/// it, and what is gone beyond what the answer told is booked as well.
extension Keeper {
    /// Kinds that take money by themselves.
    static func takesMoney(_ kind: Action.Kind) -> Bool {
        switch kind {
        case .order, .rent, .extend, .resend: true
        case .forward, .cancel, .refund, .swap, .finish, .wake: false
        }
    }

    /// Whether the balance is read before it and after.
    package func isToBeCompared(_ action: Action) -> Bool {
        guard let name = account(of: action),
            accounts[name]?.account.provider.capabilities.offers(.balance) == true
        else { return false }
        if Self.takesMoney(action.kind) { return true }
        // How much comes back of a line nobody knows the price of only the balance can tell.
        guard action.kind == .refund || action.kind == .cancel else { return false }
        return action.line.flatMap { lines[$0] }.map { $0.price == nil } ?? false
    }

    /// Whether a call that takes money is under way on an account, or what it took is being looked at:
    /// a second one at the same time would take its share of what is gone.
    func isTaking(on name: String) -> Bool {
        guard accounts[name]?.account.provider.capabilities.offers(.balance) == true else {
            return false
        }
        return comparing.values.contains { $0.account == name }
            || isUnderWay(on: name) { Self.takesMoney($0.kind) }
    }

    /// What a call takes will be compared: whoever waits for its outcome waits for that.
    package func expectComparison(of id: Action.ID) {
        guard let action = open[id], action.details.balanceBefore != nil,
            isToBeCompared(action), let name = account(of: action)
        else { return }
        comparing[id] = Comparison(account: name)
    }

    /// What is asked around a paid call is paid for by what is saved up later: it must not wait until there
    /// is so much, for routine never leaves it there.
    package func owe(_ count: Int, on name: String, for use: RequestUse = .actions) {
        accounts[name]?.budget.owe(count, at: world.now())
        accounts[name]?.requests.add(count, for: use, at: world.now())
    }

    /// Whether a call has ended in a way that the balance has something to say to.
    package func awaitsComparison(_ id: Action.ID) -> Bool {
        comparing[id] != nil && open[id] == nil
    }

    /// A call is over, and what it took is known as well as it ever will be.
    package func endComparison(_ id: Action.ID) {
        guard let ended = comparing.removeValue(forKey: id) else { return }
        newsBell.ring()
        ringLanes(of: ended.account)
    }

    /// Books what a call took or returned, by what the account holds after it.
    package func compare(_ id: Action.ID, with balance: Money) throws(StoreError) {
        guard let comparison = comparing[id], let action = try store.action(id),
            action.state == .done, let before = action.details.balanceBefore,
            before.currency == balance.currency
        else { return }
        let name = comparison.account
        noteBalance(balance, on: name)
        // What else moves money at the same time has its share in what is gone.
        let isDisturbed =
            isUnderWay(on: name) { $0.kind.movesMoney }
            || doubts(on: name).contains { $0.kind.movesMoney && !hasHadTime($0) }
        guard !isDisturbed else { return }
        let moved = try store.movement(
            on: name, after: action.details.ledgerBefore ?? 0, currency: before.currency)
        let unexplained = before + moved - balance
        if Self.takesMoney(action.kind) {
            var payment = payment(of: action, told: comparison.booked)
            payment.unexplained = unexplained
            payment.mayHideReturn = mayReturnMoney(on: name, besides: action.line)
            try book(payment, of: action, instead: comparison.booked, on: name)
        } else if comparison.booked == nil, unexplained.tenThousandths < 0 {
            try book(returned: -unexplained, by: action, on: name)
        }
    }

    /// Orders that run out are paid back by themselves, whenever that is.
    private func mayReturnMoney(on name: String, besides id: Line.ID?) -> Bool {
        (tended[name] ?? []).contains { other in
            guard other != id, let line = lines[other], line.kind == .activation else {
                return false
            }
            return line.state == .waiting || line.state == .expired
        }
    }

    func payment(of action: Action, told: Money?) -> Payment {
        let details = action.details
        return Payment(
            shown: details.price, agreed: details.maxPrice ?? details.price, told: told)
    }

    private func book(
        _ payment: Payment, of action: Action, instead booked: Money?, on name: String
    ) throws(StoreError) {
        guard let taken = payment.taken, taken != booked else { return }
        let difference = booked.map { taken - $0 } ?? taken
        var details = action.details
        details.excess = payment.excess
        var action = action
        action.payload = details.text
        action.result = Self.sentence(of: action.kind, payment)
        var line = action.line.flatMap { lines[$0] }
        if Self.isPurchase(action) { line?.price = taken }
        try amend(action, line, with: difference, on: name)
        if payment.isDearer { try warn(of: payment, action) }
    }

    private func book(
        returned: Money, by action: Action, on name: String
    ) throws(StoreError) {
        var action = action
        action.result =
            (action.kind == .refund ? "Refunded" : "Cancelled") + "; \(returned) came back."
        try amend(action, nil, with: -returned, on: name)
    }

    /// - Parameter difference: what was taken beyond what is booked; less than nothing for what came back.
    private func amend(
        _ action: Action, _ line: Line?, with difference: Money, on name: String
    ) throws(StoreError) {
        let isCharge = difference.tenThousandths > 0
        let entry = LedgerEntry(
            at: world.now(), account: name, line: action.line, action: action.id,
            kind: isCharge ? .charge : .refund, what: action.kind.rawValue, origin: action.origin,
            amount: isCharge ? difference : -difference)
        try store.write { database in
            try database.update(action)
            if let line { try database.update(line) }
            try database.append(entry)
        }
        if let line { take(line) }
    }

    /// Told once, by the answer or by the balance: a price that was not kept.
    func warn(of payment: Payment, _ action: Action) throws(StoreError) {
        guard let taken = payment.taken, let shown = payment.shown else { return }
        try note(
            kind: "dearer", text: "\(action.noun) took \(taken); \(shown) was shown.",
            line: action.line)
    }

    static func sentence(of kind: Action.Kind, _ payment: Payment) -> String {
        let verb =
            switch kind {
            case .extend: "Extended"
            case .resend: "Another code was asked for"
            default: "Bought"
            }
        return verb + payment.words + "."
    }
}
