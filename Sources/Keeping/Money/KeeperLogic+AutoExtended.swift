import Accounts
import Lines
import Providers
import Storage
import Transport

/// Books what a provider takes for extending a rental by itself. No call from here shows it: the
/// expiry has moved, and the balance has fallen before or falls soon after.
extension KeeperLogic {
    /// Notes a fall of the balance between two readings during which nothing was paid from here.
    mutating func noteFall(from before: Money?, to balance: Money, on name: String) {
        let isDisturbed =
            books[name]?.isUnderWay { $0.kind.movesMoney } == true
            || books[name]?.doubts.isEmpty == false || books[name]?.toCompare.isEmpty == false
            || books[name]?.comparing.isEmpty == false
        guard let before, before.currency == balance.currency, before.isMore(than: balance),
            !isDisturbed
        else { return }
        let fall = UnexplainedFall(amount: before - balance, at: moment.uptime)
        books[name]?.fall = fall
    }

    /// Records that a rental runs longer although nobody here extended it, if its provider was told
    /// to do so.
    mutating func noticeAutoExtension(of before: Line, _ line: Line) throws(StoreError) {
        let name = line.account
        guard before.kind == .rental, before.autoExtend, let old = before.expiresAt,
            let new = line.expiresAt, new - old > Self.shortestExtension,
            books[name]?.actions.values.contains(where: {
                $0.kind == .extend && $0.line == line.id && $0.state != .pending
            }) != true
        else { return }
        var details = ActionDetails()
        details.days = Int(((new - old) + .hours(12)).wholeSeconds / 86_400)
        details.expiryBefore = old
        let fall = takeFall(on: name)
        details.price = fall
        // If it has not fallen yet, the next balance is compared with the last one.
        let known = books[name]?.account?.balance.known?.money
        if fall == nil {
            details.balanceBefore = known
            details.ledgerBefore = try disk.lastLedgerEntry()
        }
        var action = Action(
            id: 0, key: identifier(), kind: .extend, state: .done, origin: Self.byProvider,
            payload: details.json, createdAt: moment.now)
        action.line = line.id
        action.endedAt = moment.now
        let until = "until \(new.rfc3339)"
        action.result = "\(name) extended it by itself \(until)\(fall.map { " for \($0)" } ?? "")."
        let written = try write([
            .decided(action),
            .event(
                EventRecord(
                    at: moment.now, kind: "auto_extended", line: line.id,
                    text: action.result ?? "")),
        ])
        guard let recorded = written.actions.first else { return }
        if let fall {
            try bookDifference(recorded, nil, with: fall, on: name)
        } else if known != nil {
            compareLater(
                recorded.id, Comparison(account: name, booked: nil, since: moment.uptime))
        }
        books[name]?.account?.balance.hurry()
        wakeLanes(of: name)
    }

    /// Who decided an extension that the provider made by itself.
    static let byProvider = "provider"

    /// A smaller change of the expiry is only a more exact report of the same one.
    private static let shortestExtension = Duration.hours(20)

    /// The recent fall of the balance, which explains one extension.
    private mutating func takeFall(on name: String) -> Money? {
        guard let fall = books[name]?.fall else { return nil }
        books[name]?.fall = nil
        return moment.uptime - fall.at <= UnexplainedFall.memory ? fall.amount : nil
    }
}
