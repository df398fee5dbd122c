import Lines
import Providers

/// How fast an account's budget lets messages be noticed.
extension Keeper {
    /// One call for all may take one request in so many; the rest is for what is done with lines.
    private static let requestsPerPoll = 3.0

    func pace(of line: Line) -> Pace {
        Pace(eager: eagerInterval(of: line.account), isFed: fed.contains(line.id))
    }

    /// How often one call may show all activations; nil where there is none, or it is dear.
    private func eagerInterval(of name: String) -> Duration? {
        guard let account = accounts[name]?.account, pollsAll(name) else { return nil }
        return max(
            .seconds(1),
            .milliseconds(Int64(Self.requestsPerPoll * 1000 / account.requestsPerSecond)))
    }

    /// Whether one call tells what all activations received.
    func pollsAll(_ name: String) -> Bool {
        guard let capabilities = accounts[name]?.account.provider.capabilities else { return false }
        return capabilities.offers(.listActive) && capabilities.activeList != .names
    }

    /// How many requests a poll takes: lists say that something came, and what is asked besides. Never
    /// more than can be saved up.
    func pollCost(of name: String) -> Int {
        guard let state = accounts[name] else { return 1 }
        let isWhole = state.account.provider.capabilities.activeList == .texts
        let answered = isWhole ? 0 : activations(on: name).count { $0.state == .received }
        return 1 + min(answered, Int(state.budget.burst / 2))
    }

    /// How long it takes on average until a message that has arrived at the provider is noticed here,
    /// by the intervals and by what the budget allows; nil when nothing is waited for.
    func noticeDelay(of name: String) -> Duration? {
        guard let account = accounts[name]?.account else { return nil }
        let now = time(of: name)
        let waiting = activations(on: name)
        let awake = lines.values.filter {
            $0.account == name && $0.kind == .rental && $0.state == .active
                && Plan.wantsListening($0, policy: settings.policy, now: now)
        }
        guard !waiting.isEmpty || !awake.isEmpty else { return nil }
        func interval(_ line: Line) -> Duration {
            guard line.kind == .activation else { return settings.policy.polling.rentals }
            let isAwaited = (awaited[line.id] ?? now) > now
            return Plan.interval(
                of: line, settings.policy.polling, awaited: isAwaited, pace: pace(of: line),
                now: now)
        }
        // What the intervals ask for in a second, against what the budget gives.
        var demand = awake.reduce(0) { $0 + 2 / interval($1).inSeconds }
        let fastest = waiting.map(interval).min()
        if pollsAll(name) {
            demand += fastest.map { Double(pollCost(of: name)) / $0.inSeconds } ?? 0
        } else {
            demand += waiting.reduce(0) {
                $0 + Double(cost(of: $1)) / interval($1).inSeconds
            }
        }
        let stretch = max(1, demand / account.requestsPerSecond)
        let unfed = waiting.filter { !fed.contains($0.id) }.map(interval) + awake.map(interval)
        guard !unfed.isEmpty else { return .zero }
        let mean = unfed.reduce(0) { $0 + $1.inSeconds } / Double(unfed.count)
        return .milliseconds(Int64(mean * stretch * 500))
    }

    /// Activations that may still receive something.
    func activations(on name: String) -> [Line] {
        lines.values.filter {
            $0.account == name && $0.kind == .activation && $0.state.isHeld
                && $0.providerID != nil
        }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { max(0.001, Double(milliseconds) / 1000) }
}
