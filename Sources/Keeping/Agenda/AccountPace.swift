import Lines
import Providers

/// How often the lines of an account can be looked at.
struct AccountPace: Equatable, Sendable {
    /// The part that is the same for all lines.
    var all = Pace()
    /// Which rentals the budget keeps listening.
    var upkeep = Upkeep([], rate: 1)
}

/// Computes how soon an account's budget lets messages be noticed.
extension AccountBook {
    /// Polling for codes may use one in three of the requests that are left for lines.
    private static let requestsPerPoll = 3.0
    private static let requestsPerLook = 1.5
    /// Orders are not asked about one by one more often than this: some providers' documents ask
    /// for it.
    private static let shortestLook = Duration.seconds(3)

    func pace(at moment: Moment) -> AccountPace {
        guard let rate = account?.budget.rate else { return AccountPace() }
        let demand = demand(now: time(at: moment))
        let left = max(rate - routineDemand, rate / 4)
        let upkeep = Upkeep(demand.rentals, rate: left)
        return AccountPace(all: pace(demand, left: left - upkeep.used), upkeep: upkeep)
    }

    /// - Parameter left: requests a second that are not needed for routine calls and upkeep.
    private func pace(_ demand: Demand, left: Double) -> Pace {
        // Awaited lines take at most half of that: programs may wait for others.
        let polling = policy.polling
        let wanted = demand.awaited / polling.awaited.inSeconds
        let isTogether = pollsAll
        let youngInterval =
            isTogether ? Self.requestsPerPoll : demand.waiting * Self.requestsPerLook
        var pace = Pace(youngInterval: .milliseconds(Int64(youngInterval * 1000 / left)))
        pace.youngInterval = max(
            isTogether ? .seconds(1) : Self.shortestLook, pace.youngInterval ?? .zero)
        if wanted > left / 2 {
            pace.awaited = .milliseconds(Int64(demand.awaited * 2000 / left))
        }
        pace.bringsTexts = account?.capabilities.tellsRentalTexts ?? true
        pace.isPolledWithOthers = isTogether
        var others = demand.others
        if demand.isPolled {
            others +=
                Double(pollCost) / min(polling.activations, pace.youngInterval ?? .zero).inSeconds
        }
        pace.slowdown = max(1, others / (left - min(wanted, left / 2)))
        return pace
    }

    /// Requests a second that an account's lines ask for, if the budget were unlimited.
    private struct Demand {
        var rentals: [Upkeep.Rental] = []
        /// Requests of one look at each awaited line.
        var awaited = 0.0
        /// Requests of one look at each activation that waits for its code and is asked about
        /// separately.
        var waiting = 0.0
        /// Requests a second for the others.
        var others = 0.0
        /// Whether one call asks about activations that nobody waits for.
        var isPolled = false
    }

    private func demand(now: Instant) -> Demand {
        var demand = Demand()
        let isTogether = pollsAll
        var isPollAwaited = false
        var alike = Pace()
        alike.bringsTexts = account?.capabilities.tellsRentalTexts ?? true
        for line in planned where line.providerID != nil {
            let cost = Double(cost(of: line))
            let isAwaited = isAwaited(line, at: now)
            guard !line.state.isEnded else {
                demand.others += cost / Plan.lateInterval.inSeconds
                continue
            }
            if line.kind == .activation, isTogether, !isUnlisted(line) {
                if isAwaited { isPollAwaited = true } else { demand.isPolled = true }
                // Messages omitted by the list are looked for line by line.
                if lines[line.id]?.polling.listed != nil {
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
        if isPollAwaited { demand.awaited += Double(pollCost) }
        return demand
    }

    /// The upkeep of a rental; nil if nobody wants it listening or it needs no requests.
    private func upkeep(of line: Line, isAwaited: Bool, now: Instant) -> Upkeep.Rental? {
        guard line.kind == .rental, line.state == .active,
            isAwaited || Plan.wantsListening(line, policy: policy, now: now),
            let every = line.listening.upkeep
        else { return nil }
        let isAskedFor = isAwaited || line.listening.wantedUntil.map { now < $0 } ?? false
        return Upkeep.Rental(id: line.id, every: every, isAskedFor: isAskedFor)
    }

    /// How often one line can be looked at.
    func pace(of line: Line, like all: AccountPace, at moment: Moment) -> Pace {
        var pace = all.all
        pace.isKeptOn = !all.upkeep.leftOut.contains(line.id)
        pace.isContested = isContested(line.id, at: moment)
        guard let polling = lines[line.id]?.polling else { return pace }
        pace.hasFeed = polling.hasFeed
        pace.isMissing = isUnlisted(line)
        if pace.isMissing { pace.youngInterval = nil }
        pace.isListedInPart = polling.listed != nil
        pace.hasUncheckedNews = polling.hasUncheckedNews
        pace.checkedAt = polling.checkedAt
        return pace
    }

    /// The average delay until a message that has arrived at the provider is noticed here, given
    /// the intervals and the budget; nil if nothing is waited for.
    func noticeDelay(at moment: Moment) -> Duration? {
        guard account != nil else { return nil }
        let now = time(at: moment)
        let all = pace(at: moment)
        let waiting = activations
        let awake = planned.filter {
            all.all.bringsTexts && $0.kind == .rental && $0.state == .active
                && Plan.wantsListening($0, policy: policy, now: now)
        }
        guard !waiting.isEmpty || !awake.isEmpty else { return nil }
        func interval(_ line: Line) -> Double {
            let isAwaited = isAwaited(line, at: now)
            let pace = pace(of: line, like: all, at: moment)
            let interval =
                line.kind == .rental
                ? Plan.interval(
                    ofRental: line, policy, awaited: isAwaited, pace: pace, now: now)
                : Plan.interval(
                    of: line, policy.polling, awaited: isAwaited, pace: pace, now: now)
            return interval.inSeconds * (isAwaited ? 1 : pace.slowdown)
        }
        let unfed = (waiting.filter { lines[$0.id]?.polling.hasFeed != true } + awake)
            .map(interval)
        guard !unfed.isEmpty else { return .zero }
        return .milliseconds(Int64(unfed.reduce(0, +) / Double(unfed.count) * 500))
    }

    // MARK: Shortage

    /// Whether some rental has not been looked at yet, so that its upkeep is unknown.
    private var isNew: Bool {
        planned.contains {
            $0.kind == .rental && $0.state == .active && $0.lookedAt == nil
                && lines[$0.id]?.backoff == nil && $0.providerID != nil
        }
    }

    /// Whether to tell a person that the budget no longer keeps all rentals listening, or does
    /// again.
    ///
    /// - Returns: the state to record once the person was told; nil if nothing can be known.
    func shortageToTell(
        _ upkeep: Upkeep, at moment: Moment
    ) -> (watch: UpkeepWatch, isShort: Bool, text: String?)? {
        // Nothing is known about lines whose provider does not answer.
        guard var watch = account?.shortage, account?.health.holdUntil == nil, !isNew else {
            return nil
        }
        guard watch.isNews(isShort: upkeep.isShort, at: moment.uptime) else {
            return (watch, upkeep.isShort, nil)
        }
        let text =
            shortage(upkeep).map { "Account \(name): \($0)" }
            ?? "Account \(name): the budget is sufficient again to keep all rentals on."
        return (watch, upkeep.isShort, text)
    }

    /// Why some of the account's rentals sleep; nil if none has to.
    func shortage(_ upkeep: Upkeep) -> String? {
        guard upkeep.isShort, let account else { return nil }
        let rate = upkeep.needed / Upkeep.share + routineDemand
        let remedy = AccountState.requestsPerSecond(sustaining: rate)
        let most = account.capabilities.requestsPerSecond
        return upkeep.shortage(remedy: remedy <= most ? remedy : nil)
    }
}

extension Duration {
    fileprivate var inSeconds: Double { max(0.001, Double(milliseconds) / 1000) }
}
