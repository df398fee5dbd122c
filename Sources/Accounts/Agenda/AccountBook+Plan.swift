package import Lines
import Transport

/// Derives the duties of a line. Decisions already made are actions and no longer part of the plan.
extension AccountBook {
    /// How long before the end an unconfirmed fact no longer holds up a decision.
    package var lastChance: Duration {
        let before = policy.rentals.extendBefore ?? .zero
        return max(.minutes(30), min(.hours(6), before / 4))
    }

    /// The cached duties of a line, computed again only when an input has changed. The budget
    /// changes all the time; it counts as of the last look.
    mutating func currentDuties(
        of line: Line, _ all: AccountPace, at moment: Moment, now: Instant
    ) -> [Duty] {
        guard line.kind == .activation, !isAwaited(line, at: now) else {
            return duties(of: line, all, at: moment, now: now)
        }
        if let known = lines[line.id]?.polling.duties { return known }
        let made = duties(of: line, all, at: moment, now: now)
        change(line.id) { $0.polling.duties = made }
        return made
    }

    /// - Parameter now: the provider's time.
    package func duties(of line: Line, _ all: AccountPace, at moment: Moment, now: Instant)
        -> [Duty]
    {
        // Nothing can be promised if nobody answers for the line.
        guard isServed(line), !isGone else { return [] }
        let decided = lines[line.id]?.decidedKeys ?? []
        return Plan.duties(
            for: line, policy: policy, awaited: isAwaited(line, at: now),
            pace: pace(of: line, like: all, at: moment), now: now
        )
        .filter { duty in Self.planKey(duty, line).map { !decided.contains($0) } ?? true }
        // A line that is being extended is not refunded.
        .filter { $0.kind != .refund || !isBeingExtended(line.id) }
        .map { $0.hastened(own: moment.now, believed: now, lead: lastChance) }
    }

    /// The key by which the same decision of the plan is recognised when it comes up again.
    package static func planKey(_ duty: Duty, _ line: Line) -> String? {
        switch duty.kind {
        case .extend: "plan-extend-\(line.id)-\(line.expiresAt?.milliseconds ?? 0)"
        case .refund: "plan-refund-\(line.id)"
        case .cancel: "plan-cancel-\(line.id)-\(line.episode)"
        case .finish: "plan-finish-\(line.id)-\(line.episode)-\(line.messageCount)"
        case .look, .refresh, .read, .poll, .expire, .warnExpiry, .warnRefund: nil
        }
    }

    /// Stops planning for a line until it changes.
    mutating func stopPlanning(_ id: Line.ID) {
        plannedLines.remove(id)
        change(id) { $0.stopPlanning() }
    }

    /// Drops all cached duties because an input of all of them has changed.
    package mutating func replan() {
        for id in plannedLines { change(id) { $0.polling.duties = nil } }
    }

    /// Whether waiting for the provider's clock would miss the duty's deadline by our own clock.
    func isLastChance(_ duty: Duty, _ line: Line, at moment: Moment, believed now: Instant) -> Bool
    {
        duty.isLastChance(
            of: line, own: moment.now, believed: now, lead: lastChance,
            former: account?.formerTime(of: line, at: moment))
    }

    /// Whether a planned action is not due after all. At the start the plan goes by our own clock
    /// until the provider's clock is known.
    package func isEarly(_ action: OpenAction, at moment: Moment) -> Bool {
        guard action.origin == "plan", let line = line(action.line) else { return false }
        let time = reckoning(at: moment)
        return Plan.duties(for: line, policy: policy, awaited: false, now: time.sure).contains {
            $0.kind.rawValue == action.kind.rawValue && $0.due > time.sure
                && !isLastChance($0, line, at: moment, believed: time.now)
        }
    }

    /// Whether a planned extension is still due. It is not if the rental was extended in the
    /// meantime or is no longer held.
    package func isStillPlanned(_ action: OpenAction, at moment: Moment) -> Bool {
        guard let line = line(action.line), line.state == .active, let expiry = line.expiresAt,
            expiry > reckoning(at: moment).sure
        else { return false }
        let duty = Duty(.extend, line: line.id, due: expiry, reason: "")
        return Self.planKey(duty, line) == action.key
    }
}
