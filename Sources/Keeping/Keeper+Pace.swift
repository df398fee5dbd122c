import Lines
import Providers

/// How fast an account's budget lets messages be noticed.
extension Keeper {
    /// What waits for codes may take one request in so many; the rest is for what is done with lines.
    private static let requestsPerPoll = 3.0
    private static let requestsPerLook = 1.5
    /// Orders are not asked about one by one more often than that: some documents ask for it.
    private static let shortestLook = Duration.seconds(3)

    /// How an account's lines can be looked at, of which `pace(of:like:)` makes that of one.
    func pace(on name: String) -> Pace {
        guard let account = accounts[name]?.account else { return Pace() }
        let isTogether = pollsAll(name)
        var cost = (waiting: 0, answered: 0)
        for line in activations(on: name) where !isTogether || isMissing(line) {
            if line.state == .waiting {
                cost.waiting += self.cost(of: line)
            } else {
                cost.answered += self.cost(of: line)
            }
        }
        // What one call shows leaves two requests of three.
        let rate = account.requestsPerSecond * (isTogether ? 1 - 1 / Self.requestsPerPoll : 1)
        let interval = settings.policy.polling.activations.inSeconds
        let demand = (Double(cost.waiting) + Double(cost.answered) / 3) / interval
        let requests =
            isTogether ? Self.requestsPerPoll : Double(cost.waiting) * Self.requestsPerLook
        let eager = Duration.milliseconds(Int64(requests * 1000 / account.requestsPerSecond))
        return Pace(
            eager: max(isTogether ? .seconds(1) : Self.shortestLook, eager),
            stretch: max(1, demand / rate))
    }

    func pace(of line: Line, like all: Pace) -> Pace {
        var pace = all
        pace.isContested = isContested(line.id)
        guard let sight = sights[line.id] else { return pace }
        pace.isFed = sight.isFed
        pace.isMissing = isMissing(line)
        if pace.isMissing { pace.eager = nil }
        pace.isGlimpsed = sight.glimpse != nil
        pace.isUnheard = sight.isUnheard
        pace.askedAt = sight.askedAt
        return pace
    }

    /// Whether the call that shows all activations leaves this one out.
    func isMissing(_ line: Line) -> Bool {
        sights[line.id]?.isMissing == true && pollsAll(line.account)
    }

    /// Whether one call tells what all activations received. While it does not work each is asked about by
    /// itself, and the call is tried now and then.
    func pollsAll(_ name: String) -> Bool {
        guard let state = accounts[name] else { return false }
        let capabilities = state.account.provider.capabilities
        return capabilities.offers(.listActive) && !capabilities.fetchesByAsking
            && state.failedPolls < 3
    }

    /// How long it takes on average until a message that has arrived at the provider is noticed here,
    /// by the intervals and by what the budget allows; nil when nothing is waited for.
    func noticeDelay(of name: String) -> Duration? {
        guard let account = accounts[name]?.account else { return nil }
        let now = time(of: name)
        let all = pace(on: name)
        let waiting = activations(on: name)
        let awake = (tended[name] ?? []).compactMap { lines[$0] }.filter {
            $0.kind == .rental && $0.state == .active
                && Plan.wantsListening($0, policy: settings.policy, now: now)
        }
        guard !waiting.isEmpty || !awake.isEmpty else { return nil }
        func interval(_ line: Line) -> Duration {
            guard line.kind == .activation else { return settings.policy.polling.rentals }
            return Plan.interval(
                of: line, settings.policy.polling, awaited: isAwaited(line, now: now),
                pace: pace(of: line, like: all), now: now)
        }
        // What the intervals ask for in a second, against what the budget gives.
        let alone = waiting.filter { !pollsAll(name) || isMissing($0) }
        let together = waiting.count > alone.count ? waiting.map(interval).min() : nil
        let demand =
            awake.reduce(0) { $0 + 2 / interval($1).inSeconds }
            + alone.reduce(0) { $0 + Double(cost(of: $1)) / interval($1).inSeconds }
            + (together.map { 1 / $0.inSeconds } ?? 0)
        let stretch = max(1, demand / account.requestsPerSecond)
        let unfed =
            waiting.filter { sights[$0.id]?.isFed != true }.map(interval) + awake.map(interval)
        guard !unfed.isEmpty else { return .zero }
        let mean = unfed.reduce(0) { $0 + $1.inSeconds } / Double(unfed.count)
        return .milliseconds(Int64(mean * stretch * 500))
    }

    /// Activations that may still receive something.
    func activations(on name: String) -> [Line] {
        (tended[name] ?? []).compactMap { lines[$0] }.filter {
            $0.kind == .activation && $0.state.isHeld && $0.providerID != nil
        }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { max(0.001, Double(milliseconds) / 1000) }
}
