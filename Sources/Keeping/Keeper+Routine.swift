import Lines
import Providers
import Transport

/// What is asked of a provider now and then, and what requests cost.
extension Keeper {
    /// How often the provider's lists of what we hold are compared with ours.
    static let listingInterval = Duration.minutes(10)
    static let balanceInterval = Duration.minutes(30)

    /// What is asked now and then, when it is late by as much.
    func routine(
        of name: String, overdue: Duration = .zero, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard let state = accounts[name] else { return .idle }
        let listed = (state.listedAt.map { $0 + Self.listingInterval } ?? now - overdue) + overdue
        if listed <= now, !state.isListing {
            guard take(2, from: name, for: .lists, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isListing = true
            return .begun(.list)
        }
        earliest = min(earliest, max(listed, now + .seconds(1)))
        if let attempt = fetchedPoll(of: name, overdue: overdue, now: now, earliest: &earliest) {
            return attempt
        }
        let missed = state.balanceMissedAt ?? world.now()
        if state.balance == nil { accounts[name]?.balanceMissedAt = missed }
        let asked = state.balance.map { $0.at + Self.balanceInterval } ?? missed
        let due = max(asked, state.balanceHold ?? asked) + overdue
        earliest = min(earliest, state.clock.time(at: max(due, world.now() + .seconds(1))))
        if due <= world.now(), !state.isAskingBalance {
            guard
                take(1, from: name, for: .balance, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isAskingBalance = true
            return .begun(.balance)
        }
        return .idle
    }

    /// Where only asking about an order fetches its messages, the list shows those that were fetched for
    /// somebody else, or in an answer that was never heard.
    private func fetchedPoll(
        of name: String, overdue: Duration, now: Instant, earliest: inout Instant
    ) -> Attempt? {
        guard let state = accounts[name], state.account.provider.capabilities.offers(.listActive),
            !pollsAll(name), activations(on: name).contains(where: { $0.state == .waiting })
        else { return nil }
        // After a start nobody knows what was fetched last.
        let interval = Self.fetchedInterval * pollCost(of: name)
        let late = state.polledAt.map { world.uptime() - $0 - interval - overdue } ?? .zero
        guard late >= .zero else {
            earliest = min(earliest, now - late)
            return nil
        }
        let attempt = poll(name, false, now: now, earliest: &earliest)
        if case .idle = attempt { return nil }
        return attempt
    }

    private static let fetchedInterval = Duration.seconds(30)

    /// How many requests a look takes: a rental is asked for its status and for its messages.
    func cost(of line: Line) -> Int {
        guard line.kind == .activation,
            let capabilities = accounts[line.account]?.account.provider.capabilities
        else { return 2 }
        return 1 + (wantsAll(of: line.id) ? capabilities.textCost : 0)
    }

    /// How many requests it takes to ask for all activations; never more than can be saved up.
    func pollCost(of name: String) -> Int {
        guard let state = accounts[name],
            let page = state.account.provider.capabilities.activePage
        else { return 1 }
        let pages = 1 + max(0, activations(on: name).count - 1) / page
        return min(pages, Int(state.budget.burst / 2))
    }

    /// How many requests an action takes: a last look goes before most.
    func cost(of kind: Action.Kind, on name: String) -> Int {
        guard kind == .finish else {
            let compares =
                Self.takesMoney(kind)
                && accounts[name]?.account.provider.capabilities.offers(.balance) == true
            return compares ? 4 : 2
        }
        // Where the provider is not told, nobody is.
        return accounts[name]?.account.provider.capabilities.offers(.finish) == true ? 1 : 0
    }

    /// Whether what waits was not asked for in one call for twice as long as it should be.
    func isPollLate(on name: String) -> Bool {
        guard let last = accounts[name]?.polledAt, !summoned.isEmpty else { return false }
        return world.uptime() - last > settings.policy.polling.activations * 2
            && !activations(on: name).isEmpty
    }

    /// When the budget has room for so many requests that nobody waits for; nil when it has.
    func opening(for count: Int, on name: String) -> Instant? {
        guard let state = accounts[name] else { return nil }
        return state.budget.opening(for: count, isAwaited: false, at: world.now())
            .map(state.clock.time(at:))
    }
}
