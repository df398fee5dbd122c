import Lines
import Providers
import Storage
import Transport

/// When what did not work is tried again, and how late before its end.
extension KeeperLogic {
    func retrying(_ action: OpenAction) -> Retrying {
        book(of: action).retrying(action, at: moment)
    }

    /// - Parameter isHurried: whether it is tried the more often the nearer its window's end is.
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
            // What it costs may be another by then: it is asked and checked again.
            action.details.price = nil
        }
        let isFirst = action.attempts <= 1
        let now = moment.now
        let record = try store.write { database in
            try database.update(action.row)
            if let line { try database.update(line) }
            return isFirst
                ? try database.append(
                    EventRecord(
                        at: now, kind: "postponed", line: action.line,
                        text: "\(action.kind.rawValue): \(reason) Next try \(due.rfc3339)."))
                : nil
        }
        keepOpen(action)
        if let line { take(line) }
        if let record { announce([record]) }
        wake(.outcomes)
    }
}
