import Lines
import Storage
import Transport

/// Giving up what was still to be done: for a person's own wish, or by their word.
extension KeeperLogic {
    /// What a person's wish takes the place of: the same on the same line, decided by the plan or by a
    /// script, and not begun. What is to be extended is not given back either.
    func superseded(by kind: Action.Kind, on line: Line.ID) -> [OpenAction] {
        guard let name = self.line(line)?.account, let actions = books[name]?.actions.values
        else { return [] }
        return actions.filter {
            $0.line == line && $0.state == .pending && $0.origin != "console"
                && ($0.kind == kind || kind == .extend && $0.kind == .refund)
        }.sorted { $0.id < $1.id }
    }

    /// Whether the plan may decide the same again after it came to nothing: what is to keep a number, and
    /// what was about a line that may come back. Anything else a provider refused it would refuse again.
    func mayBeDecidedAnew(_ action: OpenAction, _ line: Line?) -> Bool {
        guard action.origin == "plan" else { return false }
        if action.kind == .refund, let line,
            books[line.account]?.isBeingExtended(line.id) == true
        {
            return true
        }
        return action.kind == .extend || line?.state.isEnded == true
    }

    /// Gives up what waits for its time. What is under way cannot be called back, and what nobody knows
    /// the outcome of has its own way.
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
    /// The same, come to nothing. Its key is free again.
    func setFree() -> OpenAction {
        var action = self
        action.key += "-failed-\(id)"
        return action
    }

    /// The same, given up for another. Its key is free again.
    func superseded(by other: Action.ID, at now: Instant) -> OpenAction {
        var action = self
        action.state = .dropped
        action.key += "-dropped-\(id)"
        action.result = "Action \(other), asked for by hand, took its place."
        action.endedAt = now
        return action
    }
}
