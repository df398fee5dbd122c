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
                "Action \(id) is under way and cannot be called back. `actions` shows how it ends.")
        case .doubt:
            throw .refused(
                "The outcome of action \(id) is unknown. `doubts --dismiss \(id)` says that it did "
                    + "not happen.")
        case .done, .failed, .dropped:
            throw .refused("Action \(id) is \(action.state.rawValue): there is nothing to give up.")
        }
        try writing { () throws(StoreError) in
            try close(action, .dropped, "Given up by hand.", line: nil)
        }
        return try self.action(id)
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
        action.result = "Action \(other), asked for by hand, took its place."
        action.endedAt = now
        return action
    }
}
