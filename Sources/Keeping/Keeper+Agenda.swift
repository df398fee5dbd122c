import Lines
import Storage
import Transport

/// What of the plan of an account's lines is due, without going through all of it for each request.
extension Keeper {
    /// What of an account's plan is due and can be begun, the most urgent first; lines being worked on
    /// are left out.
    ///
    /// What somebody waits for, and what keeps rentals on, goes first, and is by its intervals only a share
    /// of what may be asked. Of the rest the lowest rank goes first, which stands still while something
    /// waits: each line is asked at the latest when its interval, as much longer as the budget is too
    /// small, and one turn of all others are over.
    func dueDuties(
        of name: String, _ pace: AccountPace, now: Instant, earliest: inout Instant
    ) -> [Duty] {
        // Where many wait for their turn, the plan is gone through far more often than anything goes out.
        let opening = opening(for: 1, on: name)
        let sure = reckoning(of: name).sure
        var due: [Duty] = []
        for id in tended[name] ?? [] where !busy.contains(id) {
            guard let line = lines[id] else { continue }
            let duties = currentPlan(for: line, pace, now: now)
            // What is over and has nothing more to be done has nothing until it changes.
            if duties.isEmpty, line.state.isEnded { forget(line) }
            let hold = troubled[id]?.until
            for var duty in duties {
                // One that brings nothing but errors does not go before those that bring answers.
                if let hold { duty.rank = max(duty.rank, hold) }
                // What cannot be taken back waits until it is due by every clock that may be right.
                let when = duty.kind.isWritten ? min(sure, now) : now
                if duty.due > when, !isLastChance(duty, line, believed: now) {
                    earliest = min(earliest, now + (duty.due - when))
                } else if let opening, isPatient(duty, on: name, now: now) {
                    earliest = min(earliest, opening)
                } else {
                    due.append(duty)
                }
            }
        }
        func key(_ duty: Duty) -> (Int, Instant, Line.ID) {
            (duty.isAwaited || duty.kind == .refresh ? 0 : 1, duty.rank, duty.line)
        }
        return due.sorted { key($0) < key($1) }
    }

    /// Nothing more is done with a line until it changes.
    func forget(_ line: Line) {
        tended[line.account]?.remove(line.id)
        // What a list still shows of it is not news again and again.
        guard lines[line.id] != nil, let glimpse = sights[line.id]?.glimpse else {
            sights[line.id] = nil
            return
        }
        sights[line.id] = Sight()
        sights[line.id]?.glimpse = glimpse
    }

    func replan(_ name: String) {
        for id in tended[name] ?? [] { sights[id]?.plan = nil }
    }

    /// The plan of a line, made anew only when something has changed that it follows from. How much the
    /// budget allows changes all the time: by that it is as new as the last look.
    private func currentPlan(for line: Line, _ all: AccountPace, now: Instant) -> [Duty] {
        guard line.kind == .activation, !isAwaited(line, now: now) else {
            return plan(for: line, all, now: now)
        }
        if let known = sights[line.id]?.plan { return known }
        let made = plan(for: line, all, now: now)
        sights[line.id, default: Sight()].plan = made
        return made
    }

    /// What is still meant to be done with a line; what was decided already is an action, not a plan.
    func plan(for line: Line, _ all: AccountPace, now: Instant) -> [Duty] {
        // Nothing can be promised of what nobody answers for.
        guard hasAccount(line), !isGone(line.account) else { return [] }
        return Plan.duties(
            for: line, policy: settings.policy, awaited: isAwaited(line, now: now),
            pace: pace(of: line, like: all), now: now
        )
        .filter { duty in planKey(duty, line).map { !decided.contains($0) } ?? true }
        // What is being paid for once more is not given back.
        .filter { $0.kind != .refund || !isBeingExtended(line.id) }
        .map { $0.hastened(own: world.now(), believed: now, lead: lastChance) }
    }

    /// Whether an extension of a line is wanted, under way or in doubt. One of the plan's that could not be
    /// made so far holds nothing up: the window of a refund would close on it.
    func isBeingExtended(_ id: Line.ID) -> Bool {
        open.values.contains { action in
            guard action.line == id, action.kind == .extend else { return false }
            let isWaiting = action.state == .pending && action.origin == "plan"
            return !isWaiting || action.attempts == 0 && toldConflicts[id] == nil
        }
    }

    /// Whether a duty is lost by waiting for the provider's clock, as ours has it.
    private func isLastChance(_ duty: Duty, _ line: Line, believed now: Instant) -> Bool {
        duty.isLastChance(of: line, own: world.now(), believed: now, lead: lastChance)
    }

    /// Whether what the plan decided is not due after all: at a start it goes by our own clock until the
    /// provider's was heard.
    package func isEarly(_ action: OpenAction) -> Bool {
        guard action.origin == "plan", let line = action.line.flatMap({ lines[$0] }) else {
            return false
        }
        let time = reckoning(of: line.account)
        let sure = time.sure
        return Plan.duties(for: line, policy: settings.policy, awaited: false, now: sure)
            .contains {
                $0.kind.rawValue == action.kind.rawValue && $0.due > sure
                    && !isLastChance($0, line, believed: time.now)
            }
    }

    func isAwaited(_ line: Line, now: Instant) -> Bool { (awaited[line.id] ?? now) > now }

    /// What makes a decision of the plan the same decision when it comes up again.
    func planKey(_ duty: Duty, _ line: Line) -> String? {
        switch duty.kind {
        case .extend: "plan-extend-\(line.id)-\(line.expiresAt?.milliseconds ?? 0)"
        case .refund: "plan-refund-\(line.id)"
        case .cancel: "plan-cancel-\(line.id)-\(line.episode)"
        case .finish: "plan-finish-\(line.id)-\(line.episode)-\(line.messageCount)"
        case .look, .refresh, .poll, .expire, .warnExpiry, .warnRefund: nil
        }
    }

    /// Whether it costs requests, and nothing is lost where it takes its turn.
    func isPatient(_ duty: Duty, on name: String, now: Instant) -> Bool {
        guard duty.kind != .finish else { return cost(of: .finish, on: name) > 0 }
        return !duty.kind.isWritten && !isUrgent(duty, now: now)
    }

    func isUrgent(_ duty: Duty, now: Instant) -> Bool {
        duty.isAwaited || duty.kind == .refresh
            || duty.deadline.map { $0 - now < .seconds(30) } ?? false
    }
}
