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
        guard var state = accounts[name] else { return }
        let now = world.now()
        let wasGone = state.health.state == .gone
        let (ahead, wasSettled) = (state.clock.ahead, state.clock.isSettled)
        let earliest = state.clock.earliest(at: now)
        let clockNews = providerTime.flatMap {
            state.clock.learn(providerTime: $0, at: now, uptime: world.uptime())
        }
        let learned = state.clock.ahead - ahead
        if let allowance {
            state.budget.follow(
                remaining: allowance.remaining,
                until: allowance.resetsAt.map { $0 - state.clock.ahead }, at: now)
        }
        if case .rateLimited(let after)? = error?.meaning {
            state.budget.pause(until: now + (after ?? .seconds(10)))
        }
        let isNews = state.health.note(error, at: now, isPublic: isPublic)
        let health = state.health
        // What it holds is asked about at once; lines given up for lost are among it.
        if wasGone, health.state != .gone { state.listedAt = nil }
        accounts[name] = state
        if learned != .zero { restate(name, by: learned, wasSettled: wasSettled) }
        if state.clock.isSettled { accounts[name]?.stamped = [] }
        if state.clock.earliest(at: now) < earliest || learned != .zero { lookAgain(name) }
        if let clockNews { try? tell(clockNews, of: name) }
        // None of this may keep a lane from its work: on a full disk it is tried again next time.
        try? keepSilence(of: name)
        if isNews { try? tell(health, of: name) }
        if wasGone != (health.state == .gone) { ringLanes(of: name) }
    }

    private func tell(_ health: AccountHealth, of name: String) throws(StoreError) {
        switch health.state {
        case .ok, .unknown: try note(kind: "account_ok", text: "Account \(name) answers again.")
        case .gone:
            let since = health.silence.map { " since \($0.since.rfc3339)" } ?? ""
            try note(
                kind: "account_gone",
                text: "Account \(name): nobody has answered\(since). It is taken to be gone for "
                    + "good and its lines are lost; should somebody answer, they are taken up again."
            )
        case .unreachable, .refused, .failing:
            let reason = health.lastError ?? "it does not answer."
            try note(kind: "account_trouble", text: "Account \(name): \(reason)")
        }
    }

    /// A start must not begin to count anew.
    private func keepSilence(of name: String) throws(StoreError) {
        guard let state = accounts[name] else { return }
        let silence = state.health.silence
        guard silence?.isNews(to: state.storedSilence) ?? (state.storedSilence != nil) else {
            return
        }
        try store.write { try $0.set(silence, of: name) }
        accounts[name]?.storedSilence = silence
    }

    /// How long the provider asked to be left alone from now; nil when it did not.
    func pause(of name: String) -> Duration? {
        accounts[name]?.budget.pausedUntil.map { $0 - world.now() }.flatMap {
            $0 > .zero ? $0 : nil
        }
    }

    /// Takes a request for somebody who waits out of the budget; otherwise when there will be one.
    func admission(to name: String) -> Instant? {
        guard var state = accounts[name] else { return nil }
        defer { accounts[name] = state }
        let now = world.now()
        if let later = state.budget.take(1, isAwaited: true, at: now) { return later }
        state.requests.add(1, for: .person, at: now)
        return nil
    }

    func isGone(_ name: String) -> Bool { accounts[name]?.health.state == .gone }

    /// All that is done for an account that is gone: its lines are marked, whoever wrote them down
    /// last, and now and then it is asked whether it is back.
    func probe(
        _ name: String, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> Work {
        for line in allLines()
        where line.account == name && line.state.isHeld && hasAccount(line) {
            try observe(.providerGone, on: line.id)
        }
        guard let state = accounts[name] else { return .rest(until: world.now() + .minutes(1)) }
        let due = state.health.holdUntil ?? world.now()
        guard due <= world.now(), !state.isAskingBalance else {
            let next = max(due, world.now() + .seconds(1))
            return .rest(until: min(earliest - state.clock.ahead, next))
        }
        guard take(1, from: name, for: .balance, isAwaited: false, now: now, earliest: &earliest)
        else {
            return rest(until: earliest, of: name)
        }
        accounts[name]?.isAskingBalance = true
        return .balance
    }
}
