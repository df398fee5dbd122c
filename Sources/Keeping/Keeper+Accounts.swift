package import Lines
package import Providers
import Storage
import Transport

/// How accounts are doing, and what follows when nobody answers for one any more.
extension Keeper {
    /// How a call ended: the provider's time, or an error, and what they say of the account.
    package func noteCall(
        on name: String, providerTime: Instant?, allowance: Allowance? = nil,
        isPublic: Bool = false, error: ProviderError?
    ) {
        noticeClock()
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
        if news.isGoneOrBack { ringLanes(of: name) }
    }

    private func keepSilence(of name: String) throws(StoreError) {
        guard let silence = books[name]?.account?.silenceToStore else { return }
        try store.write { try $0.set(silence, of: name) }
        books[name]?.account?.storedSilence = silence
    }

    func pause(of name: String) -> Duration? { books[name]?.account?.pause(at: world.now()) }

    /// Takes a request for somebody who waits out of the budget; otherwise when there will be one.
    func admission(to name: String) -> Instant? { books[name]?.admit(at: moment) }

    /// All that is done for an account that is gone: its lines are marked, whoever wrote them down
    /// last, and now and then it is asked whether it is back.
    func probe(
        _ name: String, at moment: Moment, earliest: inout Instant
    ) throws(StoreError) -> Work {
        for line in books[name]?.servedLines ?? [] where line.state.isHeld {
            try observe(.providerGone, on: line.id)
        }
        return books[name]?.startProbe(at: moment, earliest: &earliest)
            ?? .rest(until: moment.now + .minutes(1))
    }
}
