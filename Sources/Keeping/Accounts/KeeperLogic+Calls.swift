import Lines
import Providers
import Storage
import Transport

/// How accounts are doing, and what follows when nobody answers for one any more.
extension KeeperLogic {
    /// How a call ended: the provider's time, or an error, and what they say of the account.
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
        if news.learned != .zero { restate(name, by: news.learned, wasSettled: news.wasSettled) }
        if books[name]?.account?.clock.isSettled == true { books[name]?.account?.stamped = [] }
        if news.isEarlier { lookAgain(name) }
        if let clock = news.clock { try? tell(clock, of: name) }
        // None of this may keep a lane from its work: on a full disk it is tried again next time.
        try? keepSilence(of: name)
        if news.isHealthNews, let told = books[name]?.account?.healthToTell(of: name) {
            try? note(kind: told.kind, text: told.text)
        }
        if news.isGoneOrBack { wakeLanes(of: name) }
    }

    private mutating func keepSilence(of name: String) throws(StoreError) {
        guard let silence = books[name]?.account?.silenceToStore else { return }
        try write([.silence(silence, of: name)])
    }

    func pause(of name: String) -> Duration? { books[name]?.account?.pause(at: moment.now) }

    /// Takes a request for somebody who waits out of the budget; otherwise when there will be one.
    mutating func admission(to name: String) -> Instant? {
        let moment = moment
        return books[name]?.admit(at: moment)
    }

    /// All that is done for an account that is gone: its lines are marked, whoever wrote them down
    /// last, and now and then it is asked whether it is back.
    mutating func probe(
        _ name: String, at moment: Moment, earliest: inout Instant
    ) throws(StoreError) -> Work {
        let moment = moment
        for line in books[name]?.servedLines ?? [] where line.state.isHeld {
            try observe(.providerGone, on: line.id)
        }
        return books[name]?.startProbe(at: moment, earliest: &earliest)
            ?? .rest(until: moment.now + .minutes(1))
    }
}
