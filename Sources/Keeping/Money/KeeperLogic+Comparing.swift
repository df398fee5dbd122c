import Lines
import Providers
import Storage
import Transport

/// What is known of a paid call whose price is being compared with the balance.
struct Comparison: Sendable {
    var account: String
    /// What it was booked with; nil where nothing was.
    var booked: Money?
    /// Since when it has been over, in uptime.
    var since: Duration
    /// Whether the balance had its say.
    var isOver = false
}

/// Booking what was taken rather than what was shown: the balance is read before a paid call and after
/// it, and what is gone beyond what the answer told is booked as well.
extension KeeperLogic {
    /// Whether the balance is read before it and after.
    func isToBeCompared(_ action: OpenAction) -> Bool {
        guard let name = account(of: action),
            books[name]?.offers(.balance) == true
        else { return false }
        if action.kind.takesMoney { return true }
        // What comes back is told by an answer that may be as wrong as a price.
        return [.refund, .cancel, .swap].contains(action.kind)
    }

    /// What a call takes will be compared: whoever waits for its outcome waits for that.
    mutating func expectComparison(of id: Action.ID) {
        let moment = moment
        guard let action = openAction(id), action.details.balanceBefore != nil,
            isToBeCompared(action), let name = account(of: action)
        else { return }
        books[name]?.comparing[id] = Comparison(account: name, since: moment.uptime)
    }

    /// What is asked around a paid call is paid for by what is saved up later: it must not wait until there
    /// is so much, for routine never leaves it there.
    mutating func owe(_ count: Int, on name: String, for use: RequestUse = .actions) {
        let moment = moment
        books[name]?.account?.budget.owe(count, at: moment.now)
        books[name]?.account?.requests.add(count, for: use, at: moment.now)
    }

    /// A paid call whose price is being compared.
    func comparison(of id: Action.ID) -> Comparison? {
        books.values.lazy.compactMap { $0.comparing[id] }.first
    }

    /// Whether a call has ended in a way that the balance has something to say to.
    func awaitsComparison(_ id: Action.ID) -> Bool {
        comparison(of: id) != nil && openAction(id) == nil
    }

    /// A call is over, and what it took is known as well as it is for now: where no balance told it, the
    /// next ones may.
    mutating func endComparison(_ id: Action.ID) {
        guard let ended = comparison(of: id) else { return }
        books[ended.account]?.comparing[id] = nil
        if !ended.isOver { compareLater(id, ended) }
        wake(.outcomes)
        wakeLanes(of: ended.account)
    }

    /// Books what a call took or returned, by what the account holds after it.
    ///
    /// - Returns: whether the balance had its say; one that has not followed yet is to be asked again.
    @discardableResult
    mutating func compare(_ id: Action.ID, with balance: Money) throws(StoreError) -> Bool {
        guard let comparison = comparison(of: id) else { return true }
        let isOver = try measure(id, comparison, balance)
        books[comparison.account]?.comparing[id]?.isOver = isOver
        noteBalance(balance, on: comparison.account)
        return isOver
    }

    /// - Parameter besides: a call for which the balance was read, and which was not made yet.
    mutating func measure(
        _ id: Action.ID, _ comparison: Comparison, _ balance: Money, besides: Action.ID? = nil
    ) throws(StoreError) -> Bool {
        guard let action = try disk.action(id).map(OpenAction.init), action.state == .done,
            let before = action.details.balanceBefore, before.currency == balance.currency
        else { return true }
        let name = comparison.account
        // What else moves money at the same time has its share in what is gone.
        let isDisturbed =
            (books[name]?.isUnderWay({ $0.kind.movesMoney && $0.id != besides }) == true)
            || doubts(on: name).contains {
                $0.kind.movesMoney && !$0.isConclusive(asked: moment.now)
            }
        guard !isDisturbed else { return false }
        let moved = try disk.movement(
            on: name, after: action.details.ledgerBefore ?? 0, currency: before.currency)
        var unexplained = before + moved - balance
        // What other lines brought back may have been there before the call, and be booked only since.
        let returned = try disk.returned(
            on: name, after: action.details.ledgerBefore ?? 0, besides: id,
            currency: before.currency)
        let nothing = unexplained - unexplained
        if unexplained.isMore(than: nothing), !unexplained.isMore(than: returned) {
            unexplained = nothing
        }
        guard action.kind.takesMoney else {
            return try measure(return: action, comparison, unexplained: unexplained)
        }
        var payment = payment(of: action, told: comparison.booked)
        payment.unexplained = unexplained
        payment.mayHideReturn = mayReturnMoney(on: name, besides: action.line)
        try book(payment, of: action, instead: comparison.booked, on: name)
        return !payment.isUnmoved
    }

    /// Orders that run out are paid back by themselves, whenever that is.
    private func mayReturnMoney(on name: String, besides id: Line.ID?) -> Bool {
        (books[name]?.planned ?? []).contains { other in
            other.id != id && other.kind == .activation
                && (other.state == .waiting || other.state == .expired)
        }
    }

    func payment(of action: OpenAction, told: Money?) -> Payment {
        let details = action.details
        // Another code is free where nobody says that it is not.
        let free = action.kind == .resend ? told.map { $0 - $0 } : nil
        let shown = details.price ?? free
        return Payment(shown: shown, agreed: details.maxPrice ?? shown, told: told)
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
        if action.kind.isPurchase { line?.price = taken }
        try amend(action, line, with: difference, on: name)
        if payment.isDearer { try warn(of: payment, action) }
    }

    /// - Parameter difference: what was taken beyond what is booked; less than nothing for what came back.
    mutating func amend(
        _ action: OpenAction, _ line: Line?, with difference: Money, on name: String
    ) throws(StoreError) {
        let isCharge = difference.tenThousandths > 0
        let entry = LedgerEntry(
            at: moment.now, account: name, line: action.line, action: action.id,
            kind: isCharge ? .charge : .refund, what: action.kind.rawValue, origin: action.origin,
            amount: isCharge ? difference : -difference)
        try write([.action(action)] + (line.map { [.line($0)] } ?? []) + [.ledger(entry)])
    }

    /// Told once, by the answer or by the balance: a price that was not kept.
    mutating func warn(of payment: Payment, _ action: OpenAction) throws(StoreError) {
        guard let taken = payment.taken, let shown = payment.shown else { return }
        try note(
            kind: "dearer", text: "\(action.row.noun) took \(taken); \(shown) was shown.",
            line: action.line)
    }

    static func sentence(of kind: Action.Kind, _ payment: Payment) -> String {
        let verb =
            switch kind {
            case .extend: "Extended"
            case .resend: payment.taken.map(\.isNothing) ?? true ? "" : "Another code was bought"
            default: "Bought"
            }
        return verb.isEmpty ? "Another code was asked for." : verb + payment.words + "."
    }
}
