package import Lines
package import Providers

/// Decides whether and when a failed action is retried, and how late before its deadline.
package struct Retrying: Sendable {
    /// The limit of tries.
    private static let most = 200
    /// A script's action that has not even been sent after this long, and this many tries, is not
    /// what the script decided any more.
    private static let longest = (time: Duration.days(1), tries: 12)

    package let action: OpenAction
    /// The line of the action.
    package let line: Line?
    /// Whether it is a planned extension that is still due.
    package let isStillPlanned: Bool
    package let now: Instant
    /// The provider's time by which something may be ended.
    package let there: Instant

    /// The pause before the next try of a refused or failed action.
    package static func pause(after attempts: Int) -> Duration {
        .seconds(min(600, 5 << min(attempts, 7)))
    }

    /// When to try again; nil to give up.
    ///
    /// An action ordered by a person fails at once, so that they can decide. The exception is a
    /// cancel that is merely too early, which is made the moment it is allowed. Actions of the plan
    /// or a script are retried until the line ends, because nobody is there to retry them.
    package func next(after error: ProviderError) -> Instant? {
        if let line, line.state.isEnded { return nil }
        if case .tooEarly(let wait) = error.meaning {
            // Holds last minutes at most: after many refusals it is retried less often.
            return now + (wait ?? .seconds(action.attempts < 30 ? 10 : 60))
        }
        guard action.origin != "console", action.attempts < Self.most else { return nil }
        switch error.remedy {
        case .retry(let after):
            return now + max(after ?? .zero, Self.pause(after: action.attempts))
        case .giveUp:
            // Somebody may top up the account or fix its key before the rental expires.
            return isPlannedExtension ? now + .minutes(30) : nil
        }
    }

    /// Why an action that could not be sent is given up; nil to go on. The plan's actions end with
    /// what made them necessary.
    package func end(_ reason: String) -> String? {
        guard action.origin != "plan" else { return nil }
        if let line, line.state.isEnded { return "\(reason) The line has ended since." }
        let isOld = now - action.createdAt >= Self.longest.time
        guard action.attempts >= Self.most || isOld && action.attempts >= Self.longest.tries else {
            return nil
        }
        return "\(reason) Given up after \(counted(action.attempts, "try", "tries"))."
    }

    /// A planned extension is retried until the rental expires: tomorrow a limit may have room, or
    /// the account money.
    package var isPlannedExtension: Bool {
        action.kind == .extend && action.origin == "plan" && isStillPlanned
    }

    /// Latest time for the next try: a quarter of the time left, at least 5 s, so that a provider
    /// that recovers shortly before the deadline is still asked; nil without a deadline.
    package var latest: Instant? {
        let deadline: Instant? =
            switch action.kind {
            case .extend, .cancel: line?.expiresAt
            case .refund: line?.refund.until
            default: nil
            }
        guard let left = deadline?.left(own: now, provider: there), left > .zero else {
            return nil
        }
        return now + max(.seconds(5), left / 4)
    }

    /// Whether waiting is useless although the provider says "too early": some providers refuse
    /// every cancel with the same words, and none takes back an order that has received its code.
    package func isFutile(_ error: ProviderError) -> Bool {
        guard action.kind == .cancel, case .tooEarly = error.meaning else { return false }
        return line?.state == .received
    }
}

extension AccountBook {
    package func retrying(_ action: OpenAction, at moment: Moment) -> Retrying {
        Retrying(
            action: action, line: line(action.line),
            isStillPlanned: isStillPlanned(action, at: moment), now: moment.now,
            there: reckoning(at: moment).sure)
    }
}
