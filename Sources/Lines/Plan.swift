/// What the manager intends to do with a line: a pure function of line, policy and time.
///
/// Everything automatic happens because an entry of this list came due, so that `plan` shows
/// exactly what will be done.
package enum Plan {
    /// How long before the end of its window a refund is claimed, to leave time for a last look and
    /// a second try.
    package static let refundLead = Duration.minutes(20)
    package static let refundWarningLead = Duration.minutes(60)
    package static let expiryWarningLead = Duration.days(1)
    /// How long ended lines are still checked for late messages.
    package static let lateMessages = Duration.minutes(15)
    /// The longest pause between those checks.
    package static let lateInterval = Duration.minutes(5)

    /// The duties of one line, soonest first.
    ///
    /// - Parameters:
    ///   - awaited: whether somebody is waiting for a message on this line.
    ///   - pace: how often the account allows it to be checked.
    ///   - now: the time at the provider.
    package static func duties(
        for line: Line, policy: Policy, awaited: Bool, pace: Pace = Pace(), now: Instant
    ) -> [Duty] {
        guard line.providerID != nil else { return [] }
        if pace.isContested, line.state.isEnded { return [contestedLook(at: line, policy, now)] }
        var duties: [Duty]
        switch line.kind {
        case .rental: duties = rental(line, policy, awaited: awaited, pace: pace, now: now)
        case .activation:
            duties = activation(line, policy, awaited: awaited, pace: pace, now: now)
        // Its messages are posted, and nothing about it runs out.
        case .inbound: return []
        }
        for index in duties.indices where awaited { duties[index].isAwaited = true }
        return duties.sorted { $0.due < $1.due }
    }

    /// Whether the line should be switched on at `now`.
    package static func wantsListening(_ line: Line, policy: Policy, now: Instant) -> Bool {
        guard line.kind == .rental, line.state == .active else { return false }
        if let wanted = line.listening.wantedUntil, now < wanted { return true }
        return policy.rentals.listening == .always
    }

    /// Kept awake and checked as if it had not ended, until the provider says which clock is right.
    private static func contestedLook(at line: Line, _ policy: Policy, _ now: Instant) -> Duty {
        let pause = line.kind == .rental ? policy.polling.rentals : policy.polling.activations
        return Duty(
            .look, line: line.id, due: line.lookedAt.map { $0 + pause } ?? now,
            reason: "check whether it has expired")
    }

    // MARK: Rentals

    private static func rental(
        _ line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> [Duty] {
        guard line.state == .active else { return late(line, policy, pace) }
        var duties = rentalLooks(line, policy, awaited: awaited, pace: pace, now: now)
        guard !line.inDoubt else { return duties }
        if let extend = extensionDuty(of: line, policy, now: now) { duties.append(extend) }
        duties += refund(of: line, policy, now: now)
        duties += expiry(of: line, now: now)
        return duties
    }

    private static func extensionDuty(of line: Line, _ policy: Policy, now: Instant) -> Duty? {
        guard let before = policy.rentals.extendBefore, let days = policy.rentals.extendDays,
            let expiry = line.expiresAt, !line.autoExtend
        else { return nil }
        return Duty(
            .extend, line: line.id, due: expiry - before, deadline: expiry,
            reason: .days(days))
    }

    private static func refund(of line: Line, _ policy: Policy, now: Instant) -> [Duty] {
        guard let until = line.refund.until, line.messageCount == 0, now < until else { return [] }
        // If the clocks have drifted apart since the purchase, the window's length is unknown.
        let window = until - line.purchasedAt
        func due(_ lead: Duration) -> Instant {
            until - (window > .zero ? min(lead, window / 4) : lead)
        }
        guard policy.rentals.refundUnused, !line.isAdopted else {
            guard line.warnedOfRefund != until else { return [] }
            return [
                Duty(
                    .warnRefund, line: line.id, due: due(refundWarningLead),
                    deadline: until,
                    reason: .time("the refund window closes", until))
            ]
        }
        return [
            Duty(
                .refund, line: line.id, due: due(refundLead), deadline: until,
                reason: .time("nothing received; the window closes", until))
        ]
    }

    private static func expiry(of line: Line, now: Instant) -> [Duty] {
        guard let expiry = line.expiresAt else { return [] }
        var duties = [
            Duty(
                .expire, line: line.id, due: expiry,
                reason: line.autoExtend ? "the provider extends it by itself" : "it expires")
        ]
        if line.kind == .rental, line.warnedOfExpiry != expiry, now < expiry {
            let lead = min(expiryWarningLead, (expiry - line.purchasedAt) / 4)
            duties.append(
                Duty(
                    .warnExpiry, line: line.id, due: expiry - lead, deadline: expiry,
                    reason: .time("expires", expiry)))
        }
        return duties
    }

    // MARK: Activations

    /// How often an activation is checked: at the pace of its feed if it has one, as often as the
    /// budget allows if it is eager, otherwise as the policy says.
    package static func interval(
        of line: Line, _ polling: Polling, awaited: Bool, pace: Pace
    ) -> Duration {
        if pace.hasFeed {
            return max(polling.activations, awaited ? pace.awaited : fed)
        }
        // An activation with its code is checked less often: nobody waits for another message.
        let calm = line.state == .received ? polling.activations * 3 : polling.activations
        let routine = awaited ? max(polling.awaited, pace.awaited) : calm
        guard let eager = pace.eager, awaited || line.state == .waiting else { return routine }
        return min(routine, eager)
    }

    /// How often lines whose messages arrive on a feed are checked.
    private static let fed = Duration.seconds(30)
    /// Most codes arrive in the first minutes or not at all.
    private static let youth = Duration.minutes(3)

    /// The age of an order in multiples of `youth`, at most five.
    private static func age(of line: Line, at now: Instant) -> Double {
        min(5, max(now - line.purchasedAt, .zero) / youth)
    }

    /// If the budget does not suffice for all due checks, each is ranked by when it would be due if
    /// everything were slowed down to fit: young activations get more than old ones, and those that
    /// have their code get least.
    private static func rank(
        of line: Line, _ polling: Polling, pace: Pace, now: Instant
    ) -> Instant {
        // A line that was never checked has waited since it was bought.
        guard let looked = line.lookedAt else { return min(now, line.purchasedAt) }
        let share = (1 + age(of: line, at: now)) * (line.state == .received ? 12 : 1)
        return looked + polling.activations * (share * pace.slowdown)
    }

    private static func activation(
        _ line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> [Duty] {
        guard line.state.isHeld else {
            return late(line, policy, pace)
        }
        // The list of active orders does not show the outcome of a call; an individual look does.
        if line.inDoubt {
            let pause = max(policy.polling.activations, awaited ? pace.awaited : .zero)
            var look = Duty(
                .look, line: line.id, due: pace.checkedAt.map { $0 + pause } ?? now,
                reason: "check the outcome of a call")
            look.rank = pace.checkedAt.map { $0 + pause * pace.slowdown } ?? now
            return [look]
        }
        let interval = interval(of: line, policy.polling, awaited: awaited, pace: pace)
        // An eager line's next turn counts from the question, so that a slow network takes nothing.
        let last = line.lookedAt.map { pace.eager == nil ? $0 : min($0, pace.askedAt ?? $0) }
        var poll = Duty(
            pace.isMissing ? .look : .poll, line: line.id,
            due: last.map { $0 + interval } ?? min(now, line.purchasedAt),
            reason: line.state == .waiting ? "wait for the code" : "check for more codes")
        poll.rank =
            pace.isPolledWithOthers && !pace.isMissing
            ? poll.due + interval * (pace.slowdown - 1)
            : rank(of: line, policy.polling, pace: pace, now: now)
        var duties = [poll]
        if pace.isListedInPart {
            duties.append(closerLook(at: line, policy, awaited, pace, now: now))
        }
        if line.state == .waiting, line.messageCount == 0, !line.isAdopted, !pace.hasUncheckedNews,
            let after = policy.activations.cancelUnusedAfter
        {
            let wanted = line.purchasedAt + after
            duties.append(
                Duty(
                    .cancel, line: line.id, due: max(wanted, line.cancellableFrom ?? wanted),
                    deadline: line.expiresAt, reason: "no code came in time"))
        }
        if line.state == .received, let last = line.lastMessageAt {
            var finish = Duty(
                .finish, line: line.id, due: last + policy.activations.finishAfter,
                reason: "it has its code")
            // Activations still waiting for their code go first.
            finish.rank = finish.due + .minutes(5) * pace.slowdown
            duties.append(finish)
        }
        return duties + expiry(of: line, now: now)
    }

    /// A list that shows messages may leave out a later one, or show one that reads like the
    /// previous one. That is rare, so the check uses only spare budget.
    private static func closerLook(
        at line: Line, _ policy: Policy, _ awaited: Bool, _ pace: Pace, now: Instant
    ) -> Duty {
        let pause =
            awaited
            ? max(policy.polling.activations, pace.awaited)
            : policy.polling.activations * (line.state == .waiting ? 3 : 6)
        var look = Duty(
            .look, line: line.id, due: pace.checkedAt.map { $0 + pause } ?? now,
            reason: "check for omitted messages")
        look.rank = look.due + .minutes(5) * pace.slowdown
        look.isSpare = !awaited
        return look
    }

    /// Ended lines are checked for a while because an SMS may arrive after the end. A line that
    /// ended while its provider did not answer is checked whenever the provider is back.
    private static func late(_ line: Line, _ policy: Policy, _ pace: Pace) -> [Duty] {
        guard var look = lateLook(at: line, policy) else { return [] }
        // Lines still waiting for a message go first.
        look.rank = look.due + .minutes(5) * (pace.slowdown - 1)
        return [look]
    }

    private static func lateLook(at line: Line, _ policy: Policy) -> Duty? {
        guard let ended = line.endedAt else { return nil }
        if line.endedWithoutAnswer {
            return Duty(.look, line: line.id, due: ended, reason: "check how it ended")
        }
        let last = line.lookedAt ?? ended
        if line.inDoubt {
            return Duty(
                .look, line: line.id, due: last + lateInterval,
                reason: "check the outcome of a call")
        }
        guard line.state != .lost else { return nil }
        var due = last + min(policy.polling.idle, lateInterval)
        // An activation may end for us before it ends for its provider, which refunds an unused one
        // when its time runs out.
        let mayLive = line.kind == .activation || line.state == .expired
        let over = mayLive ? max(ended, line.expiresAt ?? ended) : ended
        if last < over { due = min(due, over + .seconds(5)) }
        guard due <= over + lateMessages else { return nil }
        return Duty(.look, line: line.id, due: due, reason: "check for a late message")
    }
}

extension Instant {
    /// Later than anything planned.
    package static let distantFuture = Instant(milliseconds: Int64.max / 4)
}
