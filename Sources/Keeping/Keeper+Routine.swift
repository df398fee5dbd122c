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
        var listed = (state.listedAt.map { $0 + Self.listingInterval } ?? now - overdue) + overdue
        if let began = state.listBegan {
            let pause = began + spacing(of: 2, on: name) - world.uptime()
            listed = max(listed, now + pause)
        }
        if listed <= now, !state.isListing {
            guard take(2, from: name, for: .lists, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isListing = true
            accounts[name]?.listBegan = world.uptime()
            return .begun(.list)
        }
        earliest = min(earliest, max(listed, now + .seconds(1)))
        if let attempt = fetchedPoll(of: name, overdue: overdue, now: now, earliest: &earliest) {
            return attempt
        }
        let missed = state.balanceMissedAt ?? world.now()
        if state.balance == nil { accounts[name]?.balanceMissedAt = missed }
        let interval = awaitsBalance(on: name) ? .minutes(1) : Self.balanceInterval
        let asked = state.balance.map { $0.at + interval } ?? missed
        var due = max(asked, state.balanceHold ?? asked) + overdue
        if let began = state.balanceBegan {
            due = max(due, world.now() + (began + spacing(of: 1, on: name) - world.uptime()))
        }
        earliest = min(earliest, state.clock.time(at: max(due, world.now() + .seconds(1))))
        if due <= world.now(), !state.isAskingBalance {
            guard
                take(1, from: name, for: .balance, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isAskingBalance = true
            accounts[name]?.balanceBegan = world.uptime()
            return .begun(.balance)
        }
        return .idle
    }

    /// However little may be asked and however often something calls for it, each of these takes no more
    /// than a fifth of it.
    private func spacing(of count: Int, on name: String) -> Duration {
        let rate = accounts[name]?.budget.rate ?? 1
        return .milliseconds(Int64(Double(count) * 5000 / rate))
    }

    /// Requests a second that all of this takes in the long run.
    func routineDemand(of name: String) -> Double {
        func demand(_ count: Int, every interval: Duration) -> Double {
            let interval = max(interval, spacing(of: count, on: name))
            return Double(count * 1000) / Double(interval.milliseconds)
        }
        let lists = demand(2, every: Self.listingInterval)
        let balance = demand(1, every: Self.balanceInterval)
        guard isFetchedPolled(name) else { return lists + balance }
        let count = pollCost(of: name)
        return lists + balance + demand(count, every: Self.fetchedInterval * count)
    }

    /// Where only asking about an order fetches its messages, the list shows those that were fetched for
    /// somebody else, or in an answer that was never heard.
    private func fetchedPoll(
        of name: String, overdue: Duration, now: Instant, earliest: inout Instant
    ) -> Attempt? {
        guard let state = accounts[name], isFetchedPolled(name) else { return nil }
        // After a start nobody knows what was fetched last.
        let count = pollCost(of: name)
        let interval = max(Self.fetchedInterval * count, spacing(of: count, on: name))
        let late = state.polledAt.map { world.uptime() - $0 - interval - overdue } ?? .zero
        guard late >= .zero else {
            earliest = min(earliest, now - late)
            return nil
        }
        let attempt = poll(name, false, now: now, earliest: &earliest)
        if case .idle = attempt { return nil }
        return attempt
    }

    private func isFetchedPolled(_ name: String) -> Bool {
        accounts[name]?.account.provider.capabilities.offers(.listActive) == true
            && !pollsAll(name) && activations(on: name).contains { $0.state == .waiting }
    }

    private static let fetchedInterval = Duration.seconds(30)

    /// How many requests a look takes: a rental is asked for its status and for its messages.
    func cost(of line: Line) -> Int {
        guard let capabilities = accounts[line.account]?.account.provider.capabilities
        else { return 2 }
        // Where nobody tells the texts, they are looked for in one more place.
        guard line.kind == .activation else { return capabilities.tellsRentalTexts ? 2 : 3 }
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
        guard kind == .finish else { return 2 }
        // Where the provider is not told, nobody is.
        return accounts[name]?.account.provider.capabilities.offers(.finish) == true ? 1 : 0
    }

    /// Whether what waits was not asked for in one call for twice as long as it should be.
    func isPollLate(on name: String) -> Bool {
        guard let last = accounts[name]?.polledAt,
            summoned.keys.contains(where: { lines[$0]?.account == name })
        else { return false }
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
