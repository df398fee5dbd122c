package import Lines
import Providers

/// Schedules the recurring calls of an account, and knows what requests cost.
extension AccountBook {
    private static let fetchedInterval = Duration.seconds(30)

    /// Starts a recurring call that is overdue by at least `overdue`.
    package mutating func startRoutine(
        overdue: Duration = .zero, at moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard account != nil else { return .nothing }
        if let attempt = startLists(overdue, moment, now: now, earliest: &earliest) {
            return attempt
        }
        if let attempt = startFetchedPoll(overdue, moment, now: now, earliest: &earliest) {
            return attempt
        }
        return startBalance(overdue, moment, earliest: &earliest)
    }

    private mutating func startLists(
        _ overdue: Duration, _ moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt? {
        guard let lists = account?.lists else { return nil }
        var due = (lists.due ?? now - overdue) + overdue
        if let asked = lists.askedUptime {
            due = max(due, now + (asked + spacing(of: 2) - moment.uptime))
        }
        guard due <= now, !lists.isAsking else {
            earliest = min(earliest, max(due, now + .seconds(1)))
            return nil
        }
        guard spend(2, for: .lists, isAwaited: false, at: moment, earliest: &earliest) else {
            return .lacksBudget
        }
        account?.lists.begin(at: moment.uptime)
        return .started(.list)
    }

    private mutating func startBalance(
        _ overdue: Duration, _ moment: Moment, earliest: inout Instant
    ) -> Attempt {
        let interval = toCompare.isEmpty ? BalanceWatch.interval : .minutes(1)
        guard let wanted = account?.balance.due(every: interval, at: moment.now) else {
            return .nothing
        }
        var due = wanted + overdue
        if let asked = account?.balance.askedUptime {
            due = max(due, moment.now + (asked + spacing(of: 1) - moment.uptime))
        }
        let next = max(due, moment.now + .seconds(1))
        earliest = min(earliest, account?.clock.time(at: next) ?? next)
        guard due <= moment.now, account?.balance.isAsking == false else { return .nothing }
        guard spend(1, for: .balance, isAwaited: false, at: moment, earliest: &earliest) else {
            return .lacksBudget
        }
        account?.balance.begin(at: moment.uptime)
        return .started(.balance)
    }

    /// If only asking about an order fetches its messages, the list shows messages fetched by
    /// somebody else or in an answer that was lost.
    private mutating func startFetchedPoll(
        _ overdue: Duration, _ moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt? {
        guard isFetchedPolled else { return nil }
        // After a start, the last fetch is unknown.
        let count = pollCost
        let interval = max(Self.fetchedInterval * count, spacing(of: count))
        let late =
            (account?.polls.askedUptime).map { moment.uptime - $0 - interval - overdue } ?? .zero
        guard late >= .zero else {
            earliest = min(earliest, now - late)
            return nil
        }
        let attempt = startPoll(isAwaited: false, at: moment, now: now, earliest: &earliest)
        if case .nothing = attempt { return nil }
        return attempt
    }

    /// The interval at which each of these calls uses at most a fifth of the budget, however small
    /// the budget and however frequent the calls.
    private func spacing(of count: Int) -> Duration {
        .milliseconds(Int64(Double(count) * 5000 / (account?.budget.rate ?? 1)))
    }

    /// Requests a second that all recurring calls take in the long run.
    var routineDemand: Double {
        func demand(_ count: Int, every interval: Duration) -> Double {
            let interval = max(interval, spacing(of: count))
            return Double(count * 1000) / Double(interval.milliseconds)
        }
        let lists = demand(2, every: ListSchedule.interval)
        let balance = demand(1, every: BalanceWatch.interval)
        guard isFetchedPolled else { return lists + balance }
        let count = pollCost
        return lists + balance + demand(count, every: Self.fetchedInterval * count)
    }

    // MARK: All in one call

    /// Whether one call reports the messages of all activations. While it fails, each activation is
    /// asked about separately, and the call is tried from time to time.
    package var pollsAll: Bool {
        guard let capabilities = account?.capabilities else { return false }
        return capabilities.offers(.listActive) && !capabilities.deliversOnlyOnCheck
            && account?.polls.works == true
    }

    private var isFetchedPolled: Bool {
        offers(.listActive) && !pollsAll && activations.contains { $0.state == .waiting }
    }

    /// Whether the poll of all activations is overdue by its whole interval.
    func isPollLate(at moment: Moment) -> Bool {
        guard let last = account?.polls.askedUptime, !looks.isEmpty else { return false }
        return moment.uptime - last > policy.polling.activations * 2 && !activations.isEmpty
    }

    /// Whether the call that lists all activations omits this one.
    package func isUnlisted(_ line: Line) -> Bool {
        lines[line.id]?.polling.isUnlisted == true && pollsAll
    }

    // MARK: Costs in requests

    /// The requests of a look: a rental is asked for its status and for its messages.
    package func cost(of line: Line) -> Int {
        guard let capabilities = account?.capabilities else { return 2 }
        // If the provider does not report texts, they are looked up in one more place.
        guard line.kind == .activation else { return capabilities.tellsRentalTexts ? 2 : 3 }
        return 1 + (wantsAll(of: line.id) ? capabilities.textCost : 0)
    }

    /// Whether a glance at an order is not enough because it may have received a message that was
    /// not read here.
    package func wantsAll(of id: Line.ID) -> Bool {
        guard let tracked = lines[id] else { return true }
        return tracked.line.state != .waiting || tracked.line.inDoubt || tracked.backoff != nil
            || tracked.polling.listed != nil
    }

    /// The requests of a poll of all activations; never more than the bucket can hold.
    var pollCost: Int {
        guard let page = account?.capabilities.activePage, let burst = account?.budget.burst
        else { return 1 }
        let pages = 1 + max(0, activations.count - 1) / page
        return min(pages, Int(burst / 2))
    }

    /// Requests to reserve for an action. Most are preceded by a final check of the line.
    package func cost(of kind: Action.Kind) -> Int {
        guard kind == .finish else { return 2 }
        // If the provider is not told, no request is made.
        return offers(.finish) ? 1 : 0
    }

    /// When the budget has room for `count` routine requests; nil if it has.
    package func opening(for count: Int, at moment: Moment) -> Instant? {
        guard let account else { return nil }
        return account.budget.opening(for: count, isAwaited: false, at: moment.now)
            .map(account.clock.time(at:))
    }
}
