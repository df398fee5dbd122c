import Lines
import Transport

/// What is still meant to be done with a line; what was decided already is an action, not a plan.
extension AccountBook {
    /// How long before the end what is still unknown is decided all the same.
    var lastChance: Duration {
        let before = policy.rentals.extendBefore ?? .zero
        return max(.minutes(30), min(.hours(6), before / 4))
    }

    /// The duties of a line, made anew only when something has changed that they follow from. How much the
    /// budget allows changes all the time: by that they are as new as the last look.
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
    func duties(of line: Line, _ all: AccountPace, at moment: Moment, now: Instant) -> [Duty] {
        // Nothing can be promised of what nobody answers for.
        guard isServed(line), !isGone else { return [] }
        let decided = lines[line.id]?.decidedKeys ?? []
        return Plan.duties(
            for: line, policy: policy, awaited: isAwaited(line, at: now),
            pace: pace(of: line, like: all, at: moment), now: now
        )
        .filter { duty in Self.planKey(duty, line).map { !decided.contains($0) } ?? true }
        // What is being paid for once more is not given back.
        .filter { $0.kind != .refund || !isBeingExtended(line.id) }
        .map { $0.hastened(own: moment.now, believed: now, lead: lastChance) }
    }

    /// What makes a decision of the plan the same decision when it comes up again.
    static func planKey(_ duty: Duty, _ line: Line) -> String? {
        switch duty.kind {
        case .extend: "plan-extend-\(line.id)-\(line.expiresAt?.milliseconds ?? 0)"
        case .refund: "plan-refund-\(line.id)"
        case .cancel: "plan-cancel-\(line.id)-\(line.episode)"
        case .finish: "plan-finish-\(line.id)-\(line.episode)-\(line.messageCount)"
        case .look, .refresh, .poll, .expire, .warnExpiry, .warnRefund: nil
        }
    }

    /// Nothing more is done with a line until it changes.
    mutating func stopPlanning(_ id: Line.ID) {
        plannedLines.remove(id)
        change(id) { $0.stopPlanning() }
    }

    /// All duties follow from something that has changed.
    mutating func replan() {
        for id in plannedLines { change(id) { $0.polling.duties = nil } }
    }

    /// Whether a duty is lost by waiting for the provider's clock, as ours has it.
    func isLastChance(_ duty: Duty, _ line: Line, at moment: Moment, believed now: Instant) -> Bool
    {
        duty.isLastChance(of: line, own: moment.now, believed: now, lead: lastChance)
    }

    /// Whether what the plan decided is not due after all: at a start it goes by our own clock until the
    /// provider's was heard.
    func isEarly(_ action: OpenAction, at moment: Moment) -> Bool {
        guard action.origin == "plan", let line = line(action.line) else { return false }
        let time = reckoning(at: moment)
        return Plan.duties(for: line, policy: policy, awaited: false, now: time.sure).contains {
            $0.kind.rawValue == action.kind.rawValue && $0.due > time.sure
                && !isLastChance($0, line, at: moment, believed: time.now)
        }
    }

    /// Whether an extension of the plan is still the one that is due: not when the rental was extended
    /// in the meantime, or is no longer held.
    func isStillPlanned(_ action: OpenAction, at moment: Moment) -> Bool {
        guard let line = line(action.line), line.state == .active, let expiry = line.expiresAt,
            expiry > reckoning(at: moment).sure
        else { return false }
        let duty = Duty(.extend, line: line.id, due: expiry, reason: "")
        return Self.planKey(duty, line) == action.key
    }
}
