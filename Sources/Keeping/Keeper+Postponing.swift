import Lines
import Providers
import Storage
import Transport

/// When what did not work is tried again, and how late before its end.
extension Keeper {
    /// How long a refused or failed action waits for its next try.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(600, 5 << min(attempts, 7)))
    }

    /// When to try again; nil to give up.
    ///
    /// What a person asked for fails at once, so that they can decide; except a cancel that is merely
    /// too early, which is done the moment it is allowed. What the plan or a script decided is tried
    /// until its line ends, because nobody is there to try it.
    func retryTime(of action: OpenAction, after error: ProviderError) -> Instant? {
        let now = world.now()
        if let line = line(action.line), line.state.isEnded { return nil }
        if case .tooEarly(let wait) = error.meaning {
            // No hold lasts more than some minutes: what is refused for longer is asked calmly.
            return now + (wait ?? .seconds(action.attempts < 30 ? 10 : 60))
        }
        guard action.origin != "console", action.attempts < 200 else { return nil }
        switch error.remedy {
        case .retry(let after):
            return now + max(after ?? .zero, Self.pause(after: action.attempts))
        case .giveUp:
            // Somebody may top the account up, or mend its key, before the rental expires.
            guard action.kind == .extend, action.origin == "plan", isStillPlanned(action) else {
                return nil
            }
            return now + .minutes(30)
        }
    }

    /// The latest a try may be put off to: the nearer the end, the sooner, so that whoever answers
    /// again just before it is still asked.
    private func lastTry(of action: OpenAction) -> Instant? {
        guard let line = line(action.line) else { return nil }
        let deadline: Instant? =
            switch action.kind {
            case .extend, .cancel: line.expiresAt
            case .refund: line.refund.until
            default: nil
            }
        guard let deadline else { return nil }
        let left = deadline.left(
            own: world.now(), provider: reckoning(of: line.account).sure)
        return left > .zero ? world.now() + max(.seconds(5), left / 4) : nil
    }

    /// - Parameter isHurried: whether it is tried the more often the nearer its window's end is.
    func postpone(
        _ action: OpenAction, until due: Instant, _ reason: String, line: Line?,
        isHurried: Bool = true
    ) throws(StoreError) {
        var action = action
        let due = isHurried ? min(due, lastTry(of: action) ?? due) : due
        action.state = .pending
        action.dueAt = due
        action.result = reason
        if action.kind == .extend, action.origin != "console" {
            // What it costs may be another by then: it is asked and checked again.
            action.details.price = nil
        }
        let isFirst = action.attempts <= 1
        let now = world.now()
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
        newsBell.ring()
    }
}
