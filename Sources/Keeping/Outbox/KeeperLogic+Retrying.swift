import Accounts
package import Lines
import Storage

/// Takes up again what failed, or gives it up for good, when a person says so.
extension KeeperLogic {
    /// Retries a failed action.
    ///
    /// - Returns: whether it is tried again.
    mutating func retry(_ id: Action.ID) throws(KeeperError) -> Bool {
        if let line = try action(id).line.flatMap({ line($0) }) { try checkAccount(of: line) }
        return try writing { () throws(StoreError) in
            // A refused purchase has no line to continue with: it must be ordered again.
            guard let failed = try disk.action(id), failed.state == .failed,
                !failed.kind.isPurchase,
                failed.kind == .forward
                    || !openActions.contains(where: {
                        $0.line == failed.line && $0.kind == failed.kind
                    })
            else { return false }
            let action = OpenAction(failed).again(at: moment.now)
            try write([.action(action)])
            if action.kind != .forward, let name = account(of: action) { wakeLanes(of: name) }
            wake(.outbox)
            return true
        }
    }

    /// Sends dead forwards again, the oldest first and in one transaction. Those to channels that are
    /// not configured any more stay dead.
    mutating func retry(
        _ dead: DeadForwards, most: Int
    ) throws(KeeperError) -> Keeper.DeadPart {
        try writing { () throws(StoreError) in
            let found = try disk.forwards(dead, limit: most)
            let again = found.filter { channels?.contains($0.channel ?? "") != false }
            try write(again.map { .action(OpenAction($0).again(at: moment.now)) })
            wake(.outbox)
            return Keeper.DeadPart(
                count: again.count, left: found.count - again.count, found.last?.id)
        }
    }

    /// Drops dead forwards, the oldest first and in one transaction with an event for all of them:
    /// their scripts were told of the end of each already.
    mutating func drop(
        _ dead: DeadForwards, most: Int
    ) throws(KeeperError) -> Keeper.DeadPart {
        try writing { () throws(StoreError) in
            let found = try disk.forwards(dead, limit: most)
            guard !found.isEmpty else { return Keeper.DeadPart() }
            let text = "\(counted(found.count, "failed forward")) dropped by hand."
            try write(
                found.map { .action(OpenAction($0.dropped)) }
                    + [.event(EventRecord(at: moment.now, kind: "action", text: text))])
            return Keeper.DeadPart(count: found.count, found.last?.id)
        }
    }
}

extension Keeper {
    /// What became of a part of the dead forwards.
    package struct DeadPart: Sendable {
        package var count: Int
        /// Those to channels that are not configured any more.
        package var left: Int
        /// The last one; nil if there was none.
        package var last: Action.ID?

        init(count: Int = 0, left: Int = 0, _ last: Action.ID? = nil) {
            self.count = count
            self.left = left
            self.last = last
        }
    }
}

extension OpenAction {
    /// The failed action, to be tried from the beginning.
    fileprivate func again(at now: Instant) -> OpenAction {
        var action = self
        action.state = .pending
        action.dueAt = now
        action.endedAt = nil
        action.attempts = 0
        // The price is asked for and checked against the limits again.
        action.details.price = nil
        return action
    }
}

extension Action {
    /// The dead forward without the prospect of another try. It keeps the reason of its end.
    fileprivate var dropped: Action {
        var action = self
        action.state = .dropped
        action.result = "Dropped by hand. \(result ?? "")"
        return action
    }
}
