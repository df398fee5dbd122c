package import Lines
import Providers

/// How often the lines of an account can be looked at.
package struct AccountPace: Equatable, Sendable {
    /// The part that is the same for all lines.
    package var all = Pace()
    /// Which rentals the budget keeps listening.
    package var upkeep = Upkeep([], rate: 1)
    /// Whether the budget does not suffice for the looks at all lines, even if all were calm.
    var isCrowded = false
    /// The number of activations that one call shows.
    package var listed = 0

    /// The factor by which that call must slow down. If the budget is too small, the sum of all
    /// delays is least if a call is made more often by the root of the number of lines it shows.
    var slowdownOfPoll: Double { max(1, all.slowdown / Double(max(1, listed)).squareRoot()) }
}

/// Computes how soon an account's budget lets messages be noticed.
extension AccountBook {
    /// The part of the requests left over by calm lines that eager lines may use. The rest fills
    /// the bucket, for people and for calls that wait until there is room.
    private static let eagerShare = 0.95
    /// A day, in milliseconds: every calm interval is shorter.
    private static let longestInterval = 86_400_000.0

    package func pace(at moment: Moment) -> AccountPace {
        guard let rate = account?.budget.rate else { return AccountPace() }
        let demand = lineDemand(now: time(at: moment))
        var left = max(rate - routineDemand, rate / 4)
        let upkeep = Upkeep(demand.rentals, rate: left)
        left -= upkeep.used
        return AccountPace(
            all: pace(demand, left: left), upkeep: upkeep, isCrowded: demand.others > left,
            listed: demand.listed)
    }

    /// - Parameter left: requests a second that are not needed for routine calls and upkeep.
    private func pace(_ demand: LineDemand, left: Double) -> Pace {
        // Awaited lines take at most half of that: programs may wait for others.
        let polling = policy.polling
        let wanted = demand.awaited / polling.awaited.inSeconds
        var pace = Pace(eager: eagerInterval(demand, left: left))
        if wanted > left / 2 {
            pace.awaited = .milliseconds(Int64(demand.awaited * 2000 / left))
        }
        pace.bringsTexts = account?.capabilities.tellsRentalTexts ?? true
        pace.isPolledWithOthers = pollsAll
        pace.slowdown = max(
            1, (demand.others + demand.closer) / (left - min(wanted, left / 2)))
        return pace
    }

    /// The interval at which eager lines use up what calm ones leave; nil if that is nothing.
    private func eagerInterval(_ demand: LineDemand, left: Double) -> Duration? {
        let spare = (left - demand.others + demand.eagerOnceCalm) * Self.eagerShare
        guard demand.eager > 0, demand.others <= left, spare > 0 else { return nil }
        let polling = policy.polling
        let shortest =
            pollsAll ? .zero : account?.capabilities.shortestCheck ?? Capabilities.politeCheck
        let milliseconds = min(demand.eager * 1000 / spare, Self.longestInterval).rounded(.up)
        return max(polling.awaited, shortest, .milliseconds(Int64(milliseconds)))
    }

    /// How often one line can be looked at.
    package func pace(of line: Line, like all: AccountPace, at moment: Moment) -> Pace {
        var pace = all.all
        pace.isKeptOn = !all.upkeep.leftOut.contains(line.id)
        pace.isContested = isContested(line.id, at: moment)
        guard let polling = lines[line.id]?.polling else { return pace }
        pace.hasFeed = polling.hasFeed
        pace.isMissing = isUnlisted(line)
        if pace.isMissing || !isEager(line, at: time(at: moment)) { pace.eager = nil }
        pace.isListedInPart = polling.listed != nil
        pace.hasUncheckedNews = polling.hasUncheckedNews
        pace.checkedAt = polling.checkedAt
        pace.isRead = polling.isRead
        if pace.isPolledWithOthers, !pace.isMissing, line.kind == .activation {
            pace.slowdown = all.slowdownOfPoll
        }
        pace.askedAt = askedAt(line, isTogether: pace.isPolledWithOthers && !pace.isMissing, moment)
        return pace
    }

    /// When the last question was asked whose answer tells of the line, in the provider's time.
    private func askedAt(_ line: Line, isTogether: Bool, _ moment: Moment) -> Instant? {
        let polling = lines[line.id]?.polling
        guard line.kind == .activation else { return polling?.askedAt }
        let uptime = isTogether ? account?.polls.askedUptime : polling?.checkedUptime
        return uptime.map { time(at: moment) - (moment.uptime - $0) }
    }

    /// The average delay until a message that has arrived at the provider is noticed here, given
    /// the intervals and the budget; nil if nothing is waited for.
    package func noticeDelay(at moment: Moment) -> Duration? {
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
            let reading = Plan.readingInterval(
                ofRental: line, policy, awaited: isAwaited, pace: pace, now: now)
            let interval =
                line.kind == .rental
                ? reading
                    ?? Plan.interval(
                        ofRental: line, policy, awaited: isAwaited, pace: pace, now: now)
                : Plan.interval(of: line, policy.polling, awaited: isAwaited, pace: pace)
            return interval.inSeconds * (isAwaited || pace.eager != nil ? 1 : pace.slowdown)
        }
        let unfed = (waiting.filter { lines[$0.id]?.polling.hasFeed != true } + awake)
            .map(interval)
        guard !unfed.isEmpty else { return .zero }
        return .milliseconds(Int64(unfed.reduce(0, +) / Double(unfed.count) * 500))
    }

    /// Until when some line is asked about as often as the budget allows; nil if all are calm.
    package func eagerUntil(at moment: Moment) -> Instant? {
        guard pace(at: moment).all.eager != nil else { return nil }
        let now = time(at: moment)
        return planned.filter { canBeEager($0, now: now) }
            .compactMap { lines[$0.id]?.eagerUntil(policy.polling.eager, now: now) }.max()
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
    package func shortageToTell(
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
    package func shortage(_ upkeep: Upkeep) -> String? {
        guard upkeep.isShort, let account else { return nil }
        return "\(upkeep.shortage) \(remedy(of: upkeep, on: account))"
    }

    /// The trouble that was told, with the present numbers; nil if there is none.
    func budgetTrouble(of account: AccountState, at moment: Moment) -> Trouble? {
        guard account.shortage.isTold else { return nil }
        let upkeep = pace(at: moment).upkeep
        return Trouble(
            .budgetShort, name,
            upkeep.isShort
                ? "Account \(name): \(upkeep.shortage)"
                : "Account \(name): the budget has been too small to keep all rentals on.",
            remedy: remedy(of: upkeep, on: account),
            over: "The budget of account \(name) is sufficient again to keep all rentals on.")
    }

    private func remedy(of upkeep: Upkeep, on account: AccountState) -> String {
        let rate = upkeep.needed / Upkeep.share + routineDemand
        let remedy = account.requestsPerSecond(sustaining: rate)
        let most = account.capabilities.requestsPerSecond
        return Upkeep.remedy(rate: remedy <= most ? remedy : nil)
    }
}
