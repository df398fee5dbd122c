package import Lines

/// A provider's clock, learned from the `Date` header of its answers.
///
/// Expiries and windows are the provider's. If its clock differs from ours by more than a few
/// seconds, its clock decides; otherwise a refund would be claimed after the window because a
/// laptop slept. But a header may be wrong, briefly or for longer. At the start, three answers that
/// agree are enough for reversible acts; irreversible ones wait until the difference is settled.
/// After that, a different header is a jump that our own uptime contradicts, and it is believed
/// only if it lasts.
package struct AccountClock: Equatable, Sendable {
    /// Smaller differences come from the answer's travel time and the header's whole seconds.
    private static let tolerance = Duration.seconds(5)
    /// The usual error of an unmaintained clock.
    private static let small = Duration.minutes(10)
    private static let needed = 3
    /// How long answers must agree on a difference before anything is ended by it.
    private static let settling = Duration.minutes(10)
    /// How long, and in how many answers, a jump must last that our own clock and uptime
    /// contradict.
    private static let lasting = (time: Duration.hours(1), answers: 10)
    /// The same for a jump to our own clock's time: our clock may have been set before.
    private static let agreeing = Duration.minutes(1)
    /// Times outside this range cannot come from a working clock.
    private static let sensible =
        Instant(milliseconds: 1_704_067_200_000)..<Instant(milliseconds: 4_102_444_800_000)
    /// Smaller differences are not reported.
    private static let notable = Duration.minutes(1)
    /// The shortest time between reports of two jumps.
    private static let quiet = Duration.minutes(10)

    /// How far the provider's clock is believed to be ahead of ours.
    package private(set) var ahead = Duration.zero
    /// Whether an answer since the start agreed with the believed difference.
    package private(set) var isConfirmed = false
    /// Whether the believed difference is sure enough to pay, refund or end anything by it.
    package private(set) var isSettled = false
    /// The answers that agree with the believed difference, until it is settled.
    private var support: Claim?
    /// A difference that answers report and that is not believed yet.
    private var claim: Claim?
    /// When a jump was last reported, in uptime, and its size until it is over.
    private var toldAt: Duration?
    private var told: Duration?
    private var isDifferenceTold = false

    /// A difference that answers agree on.
    private struct Claim: Equatable {
        var difference: Duration
        /// In uptime: when the first uncontradicted answer arrived.
        var since: Duration
        var answers = 1
        /// Whether the provider's statement about a line contradicted it.
        var isContradicted = false
    }

    /// What a person should be told of a provider's clock.
    package enum News: Equatable, Sendable {
        /// It differs from ours, as observed since the start.
        case differs(by: Duration)
        /// It jumped, and is not believed.
        case jumped(by: Duration)
        /// It has stayed where it jumped to long enough to be believed.
        case believed(Duration)
        /// It is back where it was before the jump.
        case over
    }

    package init() {}

    package func time(at now: Instant) -> Instant { now + ahead }

    package func reckoning(at now: Instant) -> Reckoning {
        let least = min(.zero, ahead, claim?.difference ?? .zero)
        return Reckoning(now: now + ahead, sure: now + (isSettled ? ahead : least))
    }

    /// The earliest time of all clocks: the believed one, ours, and the one claimed now.
    package func earliest(at now: Instant) -> Instant {
        now + min(.zero, ahead, claim?.difference ?? .zero)
    }

    /// Records the time in an answer.
    ///
    /// - Returns: what a person should be told.
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

    /// The provider has just reported something as alive that ends at `end`.
    package mutating func contradict(aliveUntil end: Instant, at now: Instant, uptime: Duration) {
        let latest = end + Self.lingering
        if var known = claim, now + known.difference > latest {
            known.since = uptime
            known.isContradicted = true
            claim = known
        }
        // Our own clock agrees with the provider's statement.
        guard ahead > .zero, now + ahead > latest, now <= latest else { return }
        isSettled = false
        support = nil
    }

    /// How long after its end the provider may still report something as alive.
    private static let lingering = Duration.minutes(5)

    package mutating func shift(by step: Duration) {
        ahead -= step
        claim?.difference -= step
        support?.difference -= step
    }

    // MARK: Believing

    private mutating func agree(at uptime: Duration) -> News? {
        isConfirmed = true
        claim = nil
        if !isSettled {
            var known = support ?? Claim(difference: ahead, since: uptime, answers: 0)
            known.answers += 1
            support = known
            let hasLasted = uptime - known.since >= Self.settling && known.answers >= Self.needed
            // If both clocks agree, there is nothing to wait for.
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

    // MARK: Reporting

    private mutating func tell(of claim: Claim, at uptime: Duration) -> News? {
        // A single header may be a slip, and at the start an uncontradicted claim is soon believed.
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
