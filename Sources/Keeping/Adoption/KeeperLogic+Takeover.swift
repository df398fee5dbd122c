import Accounts
import Lines
import Storage
import Transport

/// Handles accounts that turn out to be the same: renamed in config.lua, or listed there twice.
extension KeeperLogic {
    /// Whether another account tracks a line that this account lists; reported once.
    ///
    /// Equal ids are not enough: two sites with the same protocol number their orders alike.
    mutating func isHeldElsewhere(
        _ providerID: String, _ number: String?, on name: String
    ) throws(StoreError) -> Bool {
        guard let holder = holder(of: providerID, number, besides: name) else { return false }
        try noteTwin(of: name, holder)
        return true
    }

    private func holder(
        of providerID: String, _ number: String?, besides name: String
    ) -> Line? {
        guard let provider = books[name]?.account?.configuration.providerName else { return nil }
        return books.values.filter { $0.name != name }.compactMap { $0.line(knownAs: providerID) }
            .sorted { $0.id < $1.id }
            .first { line in
                line.provider == provider
                    && (number == nil || line.number == nil || number == line.number)
            }
    }

    private mutating func noteTwin(of name: String, _ holder: Line) throws(StoreError) {
        guard books[name]?.twin != holder.account else { return }
        books[name]?.twin = holder.account
        try note(kind: "account", text: remark(on: name) ?? "", line: holder.id)
    }

    /// All names under which the account of `name` is known, including `name`.
    func accountsWithKey(of name: String) -> Set<String> {
        func first(_ name: String) -> String { books[name]?.holder ?? name }
        let one = first(name)
        return Set(accountNames().filter { first($0) == one }).union([name, one])
    }

    /// The line as which another account has already adopted a purchase made on `name`. It stays
    /// there.
    func adoptedElsewhere(_ purchase: Purchase, on name: String) -> Line? {
        guard let number = purchase.number,
            let line = holder(of: purchase.providerID, number, besides: name),
            line.isAdopted, line.number == number
        else { return nil }
        return line
    }

    /// Books the purchase under the account it was made on, and continues with the line that
    /// another name of the account adopted, so that each of its messages is stored once.
    mutating func bought(
        _ action: OpenAction, _ purchase: Purchase, as holder: Line, on name: String
    ) throws(StoreError) {
        try noteTwin(of: name, holder)
        let draft = line(action.line)
        var (action, line, price) = (action, holder, purchase.price ?? action.details.price)
        if let told = price, told.tenThousandths <= 0 { price = nil }
        action.line = line.id
        line.label = line.label ?? draft?.label
        line.country = line.country ?? draft?.country
        line.service = line.service ?? draft?.service
        line.price = line.price ?? price
        line.days = line.days ?? purchase.days ?? action.details.days
        line.product = line.product ?? purchase.product ?? action.details.offer
        var changes: [Change] = draft.map { [.goneLine($0.id)] } ?? []
        if let price {
            changes.append(
                .ledger(
                    LedgerEntry(
                        at: moment.now, account: name, line: line.id, action: action.id,
                        kind: .charge, what: action.kind.rawValue, origin: action.origin,
                        amount: price)))
        }
        try close(
            action, .done, "Bought. \(holder.account) has already adopted it as line \(line.id).",
            line: line, also: changes)
        books[name]?.account?.balance.forget()
    }

    /// A remark about an account that is the same as another one; nil for all others.
    func remark(on name: String) -> String? {
        guard let other = books[name]?.holder else { return nil }
        guard books[other]?.account == nil else { return Self.remark(on: name, twin: other) }
        return
            "\(name) lists lines tracked under \(other), which is no longer in config.lua. They "
            + "are not adopted twice. If \(other) was renamed, run `adopt \(name) --from "
            + "\(other)`."
    }

    static func remark(on name: String, twin other: String) -> String {
        "\(name) has the same orders as \(other), so they seem to share a key. Messages are "
            + "stored once, under \(other). Remove one of the two from config.lua."
    }

    /// Moves the lines of a renamed account, with their messages and spending, to the new name.
    mutating func takeOver(from old: String, by name: String) throws(KeeperError) -> [Line] {
        guard let account = books[name]?.account else {
            throw .noSuchAccount(name, known: accountNames())
        }
        guard books[old]?.account == nil else {
            throw .refused(
                "\(old) is still in config.lua. Remove it there and restart, then run `adopt "
                    + "\(name) --from \(old)` to move its lines.")
        }
        let theirs = (books[old]?.lines.values.map(\.line) ?? []).sorted { $0.id < $1.id }
        guard let first = theirs.first else {
            let orphaned = books.values.filter { $0.account == nil && !$0.lines.isEmpty }
                .map(\.name).sorted()
            throw .refused(
                "No lines are held under the name \"\(old)\". "
                    + (orphaned.isEmpty
                        ? "Nothing to move: every line is held under an account in config.lua."
                        : "Accounts with lines but not in "
                            + "config.lua: \(orphaned.joined(separator: ", "))."))
        }
        guard theirs.allSatisfy({ $0.provider == account.configuration.providerName }) else {
            throw .refused(
                "The lines of \(old) are held at \(first.provider.rawValue) and \(name) is an "
                    + "account at \(account.configuration.providerName.rawValue).")
        }
        // Lines that were already adopted under the new name stay with both.
        let ours = books[name]?.lineByProviderID ?? [:]
        let taken = theirs.filter { line in line.providerID.map { ours[$0] == nil } ?? true }
            .map { line in
                var line = line
                line.account = name
                return line
            }
        let waiting = openActions.filter { $0.details.account == old }
            .sorted { $0.id < $1.id }.map { action in
                var action = action
                action.details.account = name
                return action
            }
        let count = counted(taken.count, "line")
        let event = EventRecord(
            at: moment.now, kind: "account", text: "\(name) has taken over \(count) from \(old).")
        var changes = [Change.moved(taken, from: old, to: name)]
        changes += waiting.map { .action($0) } + [.event(event)]
        try writing { () throws(StoreError) in _ = try write(changes) }
        books[name]?.twin = nil
        books[name]?.account?.lists.hurry()
        wakeLanes(of: name)
        return taken
    }
}
