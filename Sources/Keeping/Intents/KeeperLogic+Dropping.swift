import Accounts
import Lines
import Storage
import Transport

/// Gives up waiting actions, at a person's request or because a person's order replaces them.
extension KeeperLogic {
    /// The actions that a person's order replaces: the same kind on the same line, decided by the
    /// plan or a script, and not begun. An extension also replaces a refund.
    func superseded(by kind: Action.Kind, on line: Line.ID) -> [OpenAction] {
        guard let name = self.line(line)?.account, let actions = books[name]?.actions.values
        else { return [] }
        return actions.filter {
            $0.line == line && $0.state == .pending && $0.origin != "console"
                && ($0.kind == kind || kind == .extend && $0.kind == .refund)
        }.sorted { $0.id < $1.id }
    }

    /// Whether the plan may decide the same again after a failure: actions that keep a number, and
    /// actions on a line that may come back. The provider would refuse anything else again.
    func mayBeDecidedAnew(_ action: OpenAction, _ line: Line?) -> Bool {
        guard action.origin == "plan" else { return false }
        if action.kind == .refund, let line,
            books[line.account]?.isBeingExtended(line.id) == true
        {
            return true
        }
        return action.kind == .extend || line?.state.isEnded == true
    }

    /// Drops a waiting action. A running action cannot be recalled, and a doubt is settled
    /// separately.
    mutating func drop(_ id: Action.ID) throws(KeeperError) -> OpenAction {
        let action = try action(id)
        switch action.state {
        case .pending: break
        case .running:
            throw .refused(
                "Action \(id) is in progress and cannot be dropped. `actions` shows the result.")
        case .doubt:
            throw .refused(
                "The outcome of action \(id) is unknown. Run `doubts --dismiss \(id)` if it was "
                    + "not carried out.")
        case .done, .failed, .dropped:
            throw .refused("Action \(id) is \(action.state.rawValue) and cannot be dropped.")
        }
        try writing { () throws(StoreError) in
            try close(action, .dropped, "Dropped by hand.", line: nil)
        }
        return try self.action(id)
    }

    /// Drops what a script decided and what has not begun, in the same way; the oldest first.
    ///
    /// - Returns: what was dropped. If it is as many as `most`, there may be more.
    mutating func drop(pendingOf script: String, most: Int) throws(KeeperError) -> [Action] {
        try writing { () throws(StoreError) in
            let waiting = try disk.pending(of: script, limit: most)
            try close(
                waiting.map { openAction($0.id) ?? OpenAction($0) }, .dropped, "Dropped by hand.")
            return waiting
        }
    }
}

extension OpenAction {
    /// The failed action, with its key freed.
    func setFree() -> OpenAction {
        var action = self
        action.key += "-failed-\(id)"
        return action
    }

    /// The action dropped in favour of another, with its key freed.
    func superseded(by other: Action.ID, at now: Instant) -> OpenAction {
        var action = self
        action.state = .dropped
        action.key += "-dropped-\(id)"
        action.result = "Replaced by action \(other), requested by hand."
        action.endedAt = now
        return action
    }
}
