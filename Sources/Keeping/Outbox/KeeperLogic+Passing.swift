import Accounts
import Lines
import Storage

/// Passes forwards on along their chain of channels, when nobody took them in time.
extension KeeperLogic {
    private static let batch = 64

    /// Passes on what is due to be. Nobody can be sent it twice for that: a forward has one channel at
    /// a time, and changes it in one transaction.
    mutating func passOn() throws(StoreError) {
        let waiting = try disk.forwards(toPassOnBy: moment.now, limit: Self.batch)
        guard !waiting.isEmpty else { return }
        try write(
            waiting.flatMap { action in
                let span = Duration.milliseconds(action.details.within ?? 0).inWords
                return passing(action, because: "has not taken it within \(span)")
                    ?? [.action(OpenAction(action.atItsLast))]
            })
        wake(.outbox)
    }

    /// The changes that pass a forward on; nil if there is no further channel.
    func passing(_ action: Action, because reason: String) -> [Change]? {
        let now = moment.now
        let next = action.passedOn(at: now) { channel, details in
            channels?.contains(channel) != false && !isSent(to: channel, details)
        }
        guard let next else { return nil }
        let text =
            "\(action.channel ?? "") \(reason): \(next.channel ?? "") is next."
        let event = EventRecord(
            at: now, kind: "forward_passed", line: action.line, message: action.message,
            text: text)
        return [.action(OpenAction(next)), .event(event)]
    }
}

extension KeeperLogic {
    /// Whether the same message is sent to a channel anyway. If that cannot be read, it is sent twice
    /// rather than not at all.
    fileprivate func isSent(to channel: String, _ details: ActionDetails) -> Bool {
        details.base.flatMap { try? disk.isSent(forward: "\($0)-\(channel)") } ?? false
    }
}

extension Action {
    /// The forward with the next channel of its chain that is open; nil if there is none.
    fileprivate func passedOn(
        at now: Instant, where isOpen: (String, ActionDetails) -> Bool
    ) -> Action? {
        var details = details
        let left = (details.further ?? []).drop { !isOpen($0, details) }
        guard let next = left.first else { return nil }
        let further = Array(left.dropFirst())
        details.further = further.isEmpty ? nil : further
        var action = self
        action.payload = details.json
        action.channel = next
        action.attempts = 0
        action.dueAt = now
        action.hold = nil
        action.result = nil
        action.nextAt = further.isEmpty ? nil : now + .milliseconds(details.within ?? 0)
        return action
    }

    fileprivate var atItsLast: Action {
        var action = self
        action.nextAt = nil
        return action
    }
}
