import Lines
import Providers

/// Whether what did not work is tried again, when, and how late before its end.
struct Retrying: Sendable {
    /// Nobody is asked more often than that.
    private static let most = 200

    let action: OpenAction
    /// The line it is about.
    let line: Line?
    /// Whether it is an extension of the plan that is still the one that is due.
    let isStillPlanned: Bool
    let now: Instant
    /// The provider's time by which something may be ended.
    let there: Instant

    /// How long a refused or failed action waits for its next try.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(600, 5 << min(attempts, 7)))
    }

    /// When to try again; nil to give up.
    ///
    /// What a person asked for fails at once, so that they can decide; except a cancel that is merely
    /// too early, which is done the moment it is allowed. What the plan or a script decided is tried
    /// until its line ends, because nobody is there to try it.
    func next(after error: ProviderError) -> Instant? {
        if let line, line.state.isEnded { return nil }
        if case .tooEarly(let wait) = error.meaning {
            // No hold lasts more than some minutes: what is refused for longer is asked calmly.
            return now + (wait ?? .seconds(action.attempts < 30 ? 10 : 60))
        }
        guard action.origin != "console", action.attempts < Self.most else { return nil }
        switch error.remedy {
        case .retry(let after):
            return now + max(after ?? .zero, Self.pause(after: action.attempts))
        case .giveUp:
            // Somebody may top the account up, or mend its key, before the rental expires.
            return isPlannedExtension ? now + .minutes(30) : nil
        }
    }

    /// What the plan was told to extend is tried again until it expires: tomorrow there may be room
    /// under a limit, or money.
    var isPlannedExtension: Bool {
        action.kind == .extend && action.origin == "plan" && isStillPlanned
    }

    /// Latest time for the next try: a quarter of the time left, at least 5 s, so that a provider that
    /// recovers shortly before the deadline is still asked; nil where nothing ends.
    var latest: Instant? {
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

    /// Whether waiting would not help although a provider says so: some refuse every cancel in the
    /// same few words, and none takes back an order that has brought its code.
    func isFutile(_ error: ProviderError) -> Bool {
        guard action.kind == .cancel, case .tooEarly = error.meaning else { return false }
        return line?.state == .received
    }
}

extension AccountBook {
    func retrying(_ action: OpenAction, at moment: Moment) -> Retrying {
        Retrying(
            action: action, line: line(action.line),
            isStillPlanned: isStillPlanned(action, at: moment), now: moment.now,
            there: reckoning(at: moment).sure)
    }
}
