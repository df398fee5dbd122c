package import Lines

/// What time it is at a provider, learned from the `Date` of its answers.
///
/// Expiries and windows are the provider's; when its clock and ours differ by more than a few seconds its
/// own decides, or a refund would be claimed after the window because a laptop slept. But a header may be
/// wrong, for seconds or for longer. At the start, when nothing is known, three answers that agree are
/// enough for what can be made good; what cannot waits until the difference is settled. Once it is,
/// another is a jump that our own uptime contradicts, and believed only when it lasts.
package struct AccountClock: Equatable, Sendable {
    /// Differences smaller than this are the answer's travel time and the header's whole seconds.
    private static let tolerance = Duration.seconds(5)
    /// Up to this is what clocks are off that nobody looks after.
    private static let small = Duration.minutes(10)
    private static let needed = 3
    /// How long a difference is told without a contrary word until something is ended by it.
    private static let settling = Duration.minutes(10)
    /// How long a jump is told that our own clock and uptime contradict, and by how many answers.
    private static let lasting = (time: Duration.hours(1), answers: 10)
    /// As long as that our own clock, which then agrees, may have been the one that was set.
    private static let agreeing = Duration.minutes(1)
    /// Whatever shows a time outside these is no clock.
    private static let sensible =
        Instant(milliseconds: 1_704_067_200_000)..<Instant(milliseconds: 4_102_444_800_000)
    /// Less is not worth a word.
    private static let notable = Duration.minutes(1)
    /// How soon after one jump another is told of.
    private static let quiet = Duration.minutes(10)

    /// How far the provider's clock is believed to be ahead of ours.
    package private(set) var ahead = Duration.zero
    /// Whether an answer agreed with what is believed, since the start.
    package private(set) var isConfirmed = false
    /// Whether something may be paid for, given back or ended by what is believed.
    package private(set) var isSettled = false
    /// The answers that agree with what is believed, while it is not settled.
    private var support: Claim?
    /// What is told and not believed.
    private var claim: Claim?
    /// When somebody was last told of a jump, in uptime; and which, while it is not over.
    private var toldAt: Duration?
    private var told: Duration?
    private var isDifferenceTold = false

    /// A difference that answers agree on.
    private struct Claim: Equatable {
        var difference: Duration
        /// In uptime: since when there was no word to the contrary.
        var since: Duration
        var answers = 1
        /// Whether what the provider said of a line contradicted it.
        var isContradicted = false
    }

    /// What a person should be told of a provider's clock.
    package enum News: Equatable, Sendable {
        /// It differs from ours, as far as can be told from the start on.
        case differs(by: Duration)
        /// It jumped, and is not believed.
        case jumped(by: Duration)
        /// It has stayed where it jumped to for so long that it is believed.
        case believed(Duration)
        /// It is where it was before it jumped.
        case over
    }

    package init() {}

    package func time(at now: Instant) -> Instant { now + ahead }

    package func reckoning(at now: Instant) -> Reckoning {
        let least = min(.zero, ahead, claim?.difference ?? .zero)
        return Reckoning(now: now + ahead, sure: now + (isSettled ? ahead : least))
    }

    /// The earliest that any clock shows, its own, ours, or the one that is told now.
    package func earliest(at now: Instant) -> Instant {
        now + min(.zero, ahead, claim?.difference ?? .zero)
    }

    /// Takes in the time an answer told.
    ///
    /// - Returns: what somebody should be told.
    package mutating func learn(
        providerTime: Instant, at now: Instant, uptime: Duration
    ) -> News? {
        guard Self.sensible.contains(providerTime) else { return nil }
        let difference = providerTime - now
        let target = abs(difference) <= Self.tolerance ? .zero : difference
        guard abs(target - ahead) > Self.tolerance || (target == .zero && ahead != .zero) else {
            return agree(at: uptime)
        }
        support = nil
        if var known = claim, abs(target - known.difference) <= Self.tolerance {
            known.difference = target
            known.answers += 1
            claim = known
        } else {
            claim = Claim(difference: target, since: uptime)
        }
        guard let claim else { return nil }
        return isCredible(claim, at: uptime)
            ? believe(claim, at: uptime) : tell(of: claim, at: uptime)
    }

    /// The provider just said of something that it is alive which ends at `end`.
    package mutating func contradict(aliveUntil end: Instant, at now: Instant, uptime: Duration) {
        let latest = end + Self.lingering
        if var known = claim, now + known.difference > latest {
            known.since = uptime
            known.isContradicted = true
            claim = known
        }
        // Our own clock sides with it.
        guard ahead > .zero, now + ahead > latest, now <= latest else { return }
        isSettled = false
        support = nil
    }

    /// How long something may be said to be alive that is over.
    private static let lingering = Duration.minutes(5)

    /// Our clock was set.
    mutating func shift(by step: Duration) {
        ahead -= step
        claim?.difference -= step
        support?.difference -= step
    }

    // MARK: What is believed

    private mutating func agree(at uptime: Duration) -> News? {
        isConfirmed = true
        claim = nil
        if !isSettled {
            var known = support ?? Claim(difference: ahead, since: uptime, answers: 0)
            known.answers += 1
            support = known
            let hasLasted = uptime - known.since >= Self.settling && known.answers >= Self.needed
            // Where both clocks show the same there is nothing to wait for.
            isSettled = hasLasted || ahead == .zero
        }
        guard told != nil else { return nil }
        told = nil
        return .over
    }

    private func isCredible(_ claim: Claim, at uptime: Duration) -> Bool {
        guard claim.answers >= Self.needed else { return false }
        let lasted = uptime - claim.since
        guard isSettled else { return !claim.isContradicted || lasted >= Self.settling }
        if claim.difference == .zero { return lasted >= Self.agreeing }
        guard abs(claim.difference - ahead) > Self.small else { return lasted >= Self.settling }
        return lasted >= Self.lasting.time && claim.answers >= Self.lasting.answers
    }

    private mutating func believe(_ claim: Claim, at uptime: Duration) -> News? {
        let jump = abs(claim.difference - ahead)
        let wasSettled = isSettled
        ahead = claim.difference
        isConfirmed = true
        isSettled = wasSettled || ahead == .zero
        support = claim
        self.claim = nil
        let wasTold = told != nil
        told = nil
        if wasSettled { return jump >= Self.notable ? .believed(ahead) : nil }
        if ahead == .zero {
            defer { isDifferenceTold = false }
            return wasTold || isDifferenceTold ? .over : nil
        }
        let news = tellOnce(.differs(by: ahead), at: uptime)
        isDifferenceTold = isDifferenceTold || news != nil
        return news
    }

    // MARK: What is told

    private mutating func tell(of claim: Claim, at uptime: Duration) -> News? {
        // One header alone is a slip; and what nothing contradicts at the start is believed before long.
        guard isSettled || claim.isContradicted, told == nil, claim.answers >= 2,
            let news = tellOnce(.jumped(by: claim.difference - ahead), at: uptime)
        else { return nil }
        told = claim.difference
        return news
    }

    private mutating func tellOnce(_ news: News, at uptime: Duration) -> News? {
        let size: Duration =
            switch news {
            case .differs(let by), .jumped(let by): abs(by)
            case .believed, .over: .days(1)
            }
        guard size >= Self.notable, toldAt.map({ uptime - $0 >= Self.quiet }) ?? true else {
            return nil
        }
        toldAt = uptime
        return news
    }

    private func abs(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
