import Lines
import Providers
import Storage
import Transport

/// How fast an account's budget lets messages be noticed.
extension Keeper {
    /// What waits for codes may take one request in so many of those that are left for lines.
    private static let requestsPerPoll = 3.0
    private static let requestsPerLook = 1.5
    /// Orders are not asked about one by one more often than that: some documents ask for it.
    private static let shortestLook = Duration.seconds(3)

    /// How an account's lines can be looked at.
    func pace(on name: String) -> AccountPace {
        guard let state = accounts[name] else { return AccountPace() }
        let demand = demand(on: name, state, now: time(of: name))
        let rate = max(state.budget.rate - routineDemand(of: name), state.budget.rate / 4)
        let upkeep = Upkeep(demand.rentals, rate: rate)
        let left = rate - upkeep.used
        // What somebody waits for takes half of that at most: others may be waited for by programs.
        let polling = settings.policy.polling
        let wanted = demand.awaited / polling.awaited.inSeconds
        let isTogether = pollsAll(name)
        let eager = isTogether ? Self.requestsPerPoll : demand.waiting * Self.requestsPerLook
        var pace = Pace(eager: .milliseconds(Int64(eager * 1000 / left)))
        pace.eager = max(isTogether ? .seconds(1) : Self.shortestLook, pace.eager ?? .zero)
        if wanted > left / 2 {
            pace.awaited = .milliseconds(Int64(demand.awaited * 2000 / left))
        }
        pace.bringsTexts = state.account.provider.capabilities.tellsRentalTexts
        pace.isPolledWithOthers = isTogether
        var others = demand.others
        if demand.isPolled {
            others +=
                Double(pollCost(of: name)) / min(polling.activations, pace.eager ?? .zero).inSeconds
        }
        pace.stretch = max(1, others / (left - min(wanted, left / 2)))
        return AccountPace(all: pace, upkeep: upkeep)
    }

    /// What an account's lines ask for in a second, were there time for all of it.
    private struct Demand {
        var rentals: [Upkeep.Rental] = []
        /// Requests of one look at each of what somebody waits for.
        var awaited = 0.0
        /// Requests of one look at each activation that waits for its code and is asked about by itself.
        var waiting = 0.0
        /// Requests a second for the others.
        var others = 0.0
        /// Whether one call asks for activations that nobody waits for.
        var isPolled = false
    }

    private func demand(on name: String, _ state: AccountState, now: Instant) -> Demand {
        var demand = Demand()
        let policy = settings.policy
        let isTogether = pollsAll(name)
        var isPollAwaited = false
        var alike = Pace()
        alike.bringsTexts = state.account.provider.capabilities.tellsRentalTexts
        for line in (tended[name] ?? []).compactMap({ lines[$0] }) where line.providerID != nil {
            let cost = Double(cost(of: line))
            let isAwaited = isAwaited(line, now: now)
            guard !line.state.isEnded else {
                demand.others += cost / Plan.lateInterval.inSeconds
                continue
            }
            if line.kind == .activation, isTogether, !isMissing(line) {
                if isAwaited { isPollAwaited = true } else { demand.isPolled = true }
                // What the list leaves out is looked after one by one.
                if sights[line.id]?.glimpse != nil {
                    demand.others += cost / (policy.polling.activations * 3).inSeconds
                }
                continue
            }
            if let rental = upkeep(of: line, isAwaited: isAwaited, now: now) {
                demand.rentals.append(rental)
            }
            guard !isAwaited else {
                demand.awaited += cost
                continue
            }
            if line.kind == .rental {
                demand.others +=
                    cost
                    / Plan.interval(ofRental: line, policy, awaited: false, pace: alike, now: now)
                    .inSeconds
            } else if line.state == .waiting {
                demand.waiting += cost
                demand.others += cost / policy.polling.activations.inSeconds
            } else {
                demand.others += cost / (policy.polling.activations * 3).inSeconds
            }
        }
        if isPollAwaited { demand.awaited += Double(pollCost(of: name)) }
        return demand
    }

    /// What it takes to keep a rental on; nil where nobody wants that or it needs nothing.
    private func upkeep(of line: Line, isAwaited: Bool, now: Instant) -> Upkeep.Rental? {
        guard line.kind == .rental, line.state == .active,
            isAwaited || Plan.wantsListening(line, policy: settings.policy, now: now),
            let every = line.listening.upkeep
        else { return nil }
        let isAskedFor = isAwaited || line.listening.wantedUntil.map { now < $0 } ?? false
        return Upkeep.Rental(id: line.id, every: every, isAskedFor: isAskedFor)
    }

    /// Tells once that the budget cannot keep all rentals on, and once that it can again.
    func tellOfShortage(_ upkeep: Upkeep, of name: String) throws(StoreError) {
        // Of what nobody answers for nothing is known.
        guard let state = accounts[name], state.health.holdUntil == nil, !isNew(name) else {
            return
        }
        var watch = state.shortage
        let isNews = watch.isNews(isShort: upkeep.isShort, at: world.uptime())
        if isNews {
            try note(
                kind: upkeep.isShort ? "budget_short" : "budget_ok",
                text: shortage(upkeep, of: name).map { "Account \(name): \($0)" }
                    ?? "Account \(name): the budget keeps all its rentals switched on again.")
        }
        accounts[name]?.shortage = watch
    }

    /// Whether some rental was not asked yet what it needs.
    private func isNew(_ name: String) -> Bool {
        (tended[name] ?? []).compactMap { lines[$0] }.contains {
            $0.kind == .rental && $0.state == .active && $0.lookedAt == nil
                && troubled[$0.id] == nil && $0.providerID != nil
        }
    }

    /// Why some of an account's rentals sleep; nil where none has to.
    func shortage(_ upkeep: Upkeep, of name: String) -> String? {
        guard upkeep.isShort, let account = accounts[name]?.account else { return nil }
        let rate = upkeep.needed / Upkeep.share + routineDemand(of: name)
        let remedy = AccountState.requestsPerSecond(sustaining: rate)
        let most = account.provider.capabilities.requestsPerSecond
        return upkeep.shortage(remedy: remedy <= most ? remedy : nil)
    }

    func pace(of line: Line, like all: AccountPace) -> Pace {
        var pace = all.all
        pace.isKeptOn = !all.upkeep.leftOut.contains(line.id)
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
        guard accounts[name] != nil else { return nil }
        let now = time(of: name)
        let all = pace(on: name)
        let waiting = activations(on: name)
        let awake = (tended[name] ?? []).compactMap { lines[$0] }.filter {
            all.all.bringsTexts && $0.kind == .rental && $0.state == .active
                && Plan.wantsListening($0, policy: settings.policy, now: now)
        }
        guard !waiting.isEmpty || !awake.isEmpty else { return nil }
        func interval(_ line: Line) -> Double {
            let isAwaited = isAwaited(line, now: now)
            let pace = pace(of: line, like: all)
            let interval =
                line.kind == .rental
                ? Plan.interval(
                    ofRental: line, settings.policy, awaited: isAwaited, pace: pace, now: now)
                : Plan.interval(
                    of: line, settings.policy.polling, awaited: isAwaited, pace: pace, now: now)
            return interval.inSeconds * (isAwaited ? 1 : pace.stretch)
        }
        let unfed = (waiting.filter { sights[$0.id]?.isFed != true } + awake).map(interval)
        guard !unfed.isEmpty else { return .zero }
        return .milliseconds(Int64(unfed.reduce(0, +) / Double(unfed.count) * 500))
    }

    /// Activations that may still receive something.
    func activations(on name: String) -> [Line] {
        (tended[name] ?? []).compactMap { lines[$0] }.filter {
            $0.kind == .activation && $0.state.isHeld && $0.providerID != nil
        }
    }
}

/// How the lines of an account can be looked at, of which `pace(of:like:)` makes that of one.
struct AccountPace: Equatable, Sendable {
    var all = Pace()
    var upkeep = Upkeep([], rate: 1)
}

extension Duration {
    fileprivate var inSeconds: Double { max(0.001, Double(milliseconds) / 1000) }
}
