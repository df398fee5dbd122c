import Accounts
import Lines
import Providers
import Storage
import Transport

/// Postpones failed actions: when they are retried, and how late before their deadline.
extension KeeperLogic {
    func retrying(_ action: OpenAction) -> Retrying {
        book(of: action).retrying(action, at: moment)
    }

    /// - Parameter isHurried: whether tries become more frequent as the deadline approaches.
    mutating func postpone(
        _ action: OpenAction, until due: Instant, _ reason: String, line: Line?,
        isHurried: Bool = true
    ) throws(StoreError) {
        var action = action
        let due = isHurried ? min(due, retrying(action).latest ?? due) : due
        action.state = .pending
        action.dueAt = due
        action.result = reason
        if action.kind == .extend, action.origin != "console" {
            // The price may have changed by then: it is asked for and checked again.
            action.details.price = nil
        }
        var changes = [Change.action(action)]
        if let line { changes.append(.line(line)) }
        if action.attempts <= 1 {
            let text = "\(action.kind.rawValue): \(reason) Next try \((due - moment.now).asWait)."
            changes.append(
                .event(
                    EventRecord(at: moment.now, kind: "postponed", line: action.line, text: text)))
        }
        try write(changes)
        wake(.outcomes)
    }
}
