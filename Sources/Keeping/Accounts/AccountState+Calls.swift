import Lines
import Providers
import Transport

/// What the end of a call says of its account.
extension AccountState {
    /// What followed from it.
    struct CallNews {
        /// By how much the provider's clock turned out to be further ahead.
        var learned: Duration
        /// Whether windows were counted by the clock before.
        var wasSettled: Bool
        /// Whether some clock shows less than any did before.
        var isEarlier: Bool
        var clock: AccountClock.News?
        /// Whether a person should be told how the account is doing.
        var isHealthNews: Bool
        /// Whether nobody answers for it any more, or somebody does again.
        var isGoneOrBack: Bool
    }

    mutating func noteCall(
        providerTime: Instant?, allowance: Allowance?, isPublic: Bool, error: ProviderError?,
        at moment: Moment
    ) -> CallNews {
        let now = moment.now
        let (wasGone, before) = (health.state == .gone, clock)
        let news = providerTime.flatMap {
            clock.learn(providerTime: $0, at: now, uptime: moment.uptime)
        }
        if let allowance {
            let resetsAt = allowance.resetsAt.map { $0 - clock.ahead }
            budget.follow(remaining: allowance.remaining, until: resetsAt, at: now)
        }
        if case .rateLimited(let after)? = error?.meaning {
            budget.pause(until: now + (after ?? .seconds(10)))
        }
        let isHealthNews = health.note(error, at: now, isPublic: isPublic)
        let isGone = health.state == .gone
        // What it holds is asked about at once; lines given up for lost are among it.
        if wasGone, !isGone { lists.hurry() }
        let learned = clock.ahead - before.ahead
        return CallNews(
            learned: learned, wasSettled: before.isSettled,
            isEarlier: clock.earliest(at: now) < before.earliest(at: now) || learned != .zero,
            clock: news, isHealthNews: isHealthNews, isGoneOrBack: wasGone != isGone)
    }

    /// How long the provider asked to be left alone from now; nil when it did not.
    func pause(at now: Instant) -> Duration? {
        budget.pausedUntil.map { $0 - now }.flatMap { $0 > .zero ? $0 : nil }
    }

    /// How long nobody has answered, where that is news to the disk: a start must not begin to count anew.
    var silenceToStore: Silence?? {
        let silence = health.silence
        let isNews = silence?.isNews(to: storedSilence) ?? (storedSilence != nil)
        return isNews ? .some(silence) : nil
    }

    /// What a person is told of how it is doing: the kind of the event, and its sentence.
    func healthToTell(of name: String) -> (kind: String, text: String) {
        switch health.state {
        case .ok, .unknown: return ("account_ok", "Account \(name) answers again.")
        case .gone:
            let since = health.silence.map { " since \($0.since.rfc3339)" } ?? ""
            return (
                "account_gone",
                "Account \(name): nobody has answered\(since). It is taken to be gone for "
                    + "good and its lines are lost; should somebody answer, they are taken up again."
            )
        case .unreachable, .refused, .failing:
            let reason = health.lastError ?? "it does not answer."
            return ("account_trouble", "Account \(name): \(reason)")
        }
    }
}
