import Accounts
import Lines
import Providers
import Storage
import Transport

/// The health of accounts, and what follows when a provider is gone.
extension KeeperLogic {
    /// Records how a call ended: the provider's time, or an error, and what they say about the
    /// account.
    mutating func noteCall(
        on name: String, providerTime: Instant?, allowance: Allowance? = nil,
        isPublic: Bool = false, error: ProviderError?
    ) {
        let moment = moment
        guard
            let news = books[name]?.account?.noteCall(
                providerTime: providerTime, allowance: allowance, isPublic: isPublic,
                error: error, at: moment)
        else { return }
        if news.learned != .zero {
            shiftProviderTimes(name, by: news.learned, wasSettled: news.wasSettled)
        }
        if books[name]?.account?.clock.isSettled == true { books[name]?.account?.stamped = [] }
        if news.isEarlier { lookAgain(name) }
        if let clock = news.clock { try? tell(clock, of: name) }
        // A failure here must not stop the lane. On a full disk it is tried again next time.
        try? keepSilence(of: name)
        try? keepClock(of: name)
        if news.isHealthNews, let told = books[name]?.account?.healthToTell(of: name) {
            try? note(kind: told.kind, text: told.text)
        }
        if news.isGoneOrBack { wakeLanes(of: name) }
    }

    private mutating func keepSilence(of name: String) throws(StoreError) {
        guard let silence = books[name]?.account?.silenceToStore else { return }
        try write([.silence(silence, of: name)])
    }

    private mutating func keepClock(of name: String) throws(StoreError) {
        guard let ahead = books[name]?.account?.clockToStore else { return }
        try write([.clock(ahead, of: name)])
    }

    func pause(of name: String) -> Duration? { books[name]?.account?.pause(at: moment.now) }

    /// Takes a request from the budget for somebody who waits, or returns when one will be
    /// available.
    mutating func admission(to name: String) -> Instant? {
        let moment = moment
        return books[name]?.admit(at: moment)
    }

    /// The only work for an account that is gone: its lines are marked, including those written by
    /// an earlier run, and from time to time the provider is asked whether it is back.
    mutating func goneAccountWork(
        _ name: String, at moment: Moment, earliest: inout Instant
    ) throws(StoreError) -> Work {
        let moment = moment
        for line in books[name]?.servedLines ?? [] where line.state.isHeld {
            try observe(.providerGone, on: line.id)
        }
        return books[name]?.startGoneAccountWork(at: moment, earliest: &earliest)
            ?? .idle(until: moment.now + .minutes(1))
    }
}
