package import Lines
package import Providers
import Transport

/// What the result of a call says about its account.
extension AccountState {
    /// The consequences of a call.
    package struct CallNews {
        /// How much further ahead the provider's clock turned out to be.
        package var learned: Duration
        /// Whether windows were already counted by the previous clock.
        package var wasSettled: Bool
        /// Whether some clock now shows an earlier time than all clocks before.
        package var isEarlier: Bool
        package var clock: AccountClock.News?
        /// Whether a person should be told the account's new state.
        package var isHealthNews: Bool
        /// Whether the provider has been given up as gone, or is back.
        package var isGoneOrBack: Bool
    }

    package mutating func noteCall(
        providerTime: Instant?, allowance: Allowance?, isPublic: Bool, error: ProviderError?,
        at moment: Moment
    ) -> CallNews {
        let now = moment.now
        let (wasGone, before) = (health.state == .gone, clock)
        let news = providerTime.flatMap {
            clock.learn(providerTime: $0, at: now, uptime: moment.uptime)
        }
        if let allowance { follow(allowance, at: now) }
        if case .rateLimited(let after)? = error?.meaning {
            budget.pause(until: now + (after ?? .seconds(10)))
        }
        let isHealthNews = health.note(error, at: now, isPublic: isPublic)
        let isGone = health.state == .gone
        // The lists are asked for at once: they may contain lines that were given up as lost.
        if wasGone, !isGone { lists.hurry() }
        let learned = clock.ahead - before.ahead
        return CallNews(
            learned: learned, wasSettled: before.isSettled,
            isEarlier: clock.earliest(at: now) < before.earliest(at: now) || learned != .zero,
            clock: news, isHealthNews: isHealthNews, isGoneOrBack: wasGone != isGone)
    }

    /// How much longer the provider wants no requests; nil if it did not ask for a pause.
    package func pause(at now: Instant) -> Duration? {
        budget.pausedUntil.map { $0 - now }.flatMap { $0 > .zero ? $0 : nil }
    }

    /// The silence to store, if it differs from the stored one. A restart must not count it from
    /// zero.
    package var silenceToStore: Silence?? {
        let silence = health.silence
        let isNews = silence?.isNews(to: storedSilence) ?? (storedSilence != nil)
        return isNews ? .some(silence) : nil
    }

    /// The kind and text of the event that reports the account's state.
    package func healthToTell(of name: String) -> (kind: String, text: String) {
        switch health.state {
        case .ok, .unknown: return ("account_ok", "Account \(name) answers again.")
        case .gone:
            let since = health.silence.map { " since \($0.since.rfc3339)" } ?? ""
            return (
                "account_gone",
                "Account \(name): the provider has not answered\(since). It is presumed gone for "
                    + "good and its lines are lost. If it answers again, they are tracked again."
            )
        case .unreachable, .refused, .failing:
            let reason = health.lastError ?? "it does not answer."
            return ("account_trouble", "Account \(name): \(reason)")
        }
    }
}
