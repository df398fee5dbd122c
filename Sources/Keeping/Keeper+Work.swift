import Transport
import Lines
import Providers
package import Storage

/// Choosing what an account does next.
extension Keeper {
    /// How often the provider's lists of what we hold are compared with ours.
    static let listingInterval = Duration.minutes(10)
    static let balanceInterval = Duration.minutes(30)
    /// Lanes look again at least so often, whatever the plan says.
    static let longestRest = Duration.seconds(60)

    /// Takes the most urgent thing out of the plan, within the account's budget.
    ///
    /// What is returned is marked as under way; the lane must come back with its outcome.
    ///
    /// - Parameter isResting: whether the lane had nothing to do and comes because the bell rang or time
    ///   passed. Then what another lane found since then is as good.
    package func nextWork(for name: String, isResting: Bool = false) throws(StoreError) -> Work {
        noticeClock()
        if isResting, let rest = accounts[name]?.rest, rest.rings == bell(of: name)?.rings,
            world.now() < rest.until
        {
            return .rest(until: rest.until)
        }
        let rings = bell(of: name)?.rings ?? 0
        let work = try plannedWork(for: name)
        guard case .rest(let until) = work else { return work }
        accounts[name]?.rest = (until, rings)
        return work
    }

    private func plannedWork(for name: String) throws(StoreError) -> Work {
        let now = time(of: name)
        var earliest = now + Self.longestRest
        guard !isClosing else { return .rest(until: earliest) }
        if isGone(name) { return try probe(name, now: now, earliest: &earliest) }
        // While nothing can be written nothing is begun that must be; looking goes on, and keeps
        // lines awake.
        let mayWrite = store.trouble == nil
        if mayWrite, let work = try dueAction(of: name, now: now, earliest: &earliest) {
            return work
        }
        guard let state = accounts[name] else { return .rest(until: earliest) }
        // A provider that does not answer is asked less; what a person waits for still goes out.
        let held = state.health.holdUntil.map { state.clock.time(at: $0) }
        if held.map({ $0 <= now }) ?? true {
            if let work = summonedLook(of: name, now: now, earliest: &earliest) { return work }
            if state.isPollWanted, let work = poll(name, false, now: now, earliest: &earliest) {
                return work
            }
        }
        for duty in dueDuties(of: name, now: now, earliest: &earliest) {
            if !mayWrite, duty.kind.isWritten {
                earliest = min(earliest, now + .seconds(1))
                continue
            }
            if let held, now < held, !duty.isAwaited {
                earliest = min(earliest, held)
                continue
            }
            if let work = try begin(duty, of: name, now: now, earliest: &earliest) { return work }
        }
        if let held, now < held { return rest(until: min(earliest, held), of: name) }
        if let work = routine(of: name, now: now, earliest: &earliest) { return work }
        return rest(until: earliest, of: name)
    }

    /// What of an account's plan is due and can be begun, the most urgent first; lines being worked on
    /// are left out.
    private func dueDuties(of name: String, now: Instant, earliest: inout Instant) -> [Duty] {
        // Where many wait for their turn, the plan is gone through far more often than anything goes out.
        let opening = accounts[name]?.budget.opening(for: 1, isAwaited: false, at: world.now())
            .map { accounts[name]?.clock.time(at: $0) ?? $0 }
        let eager = eagerInterval(of: name)
        var due: [Duty] = []
        for id in tended[name] ?? [] where !busy.contains(id) {
            guard let line = lines[id] else { continue }
            let duties = currentPlan(for: line, eager: eager, now: now)
            // What is over and has nothing more to be done has nothing until it changes.
            if duties.isEmpty, line.state.isEnded { forget(line) }
            for duty in duties {
                if duty.due > now {
                    earliest = min(earliest, duty.due)
                } else if let opening, duty.kind.isQuestion, !isUrgent(duty, now: now) {
                    earliest = min(earliest, opening)
                } else {
                    due.append(duty)
                }
            }
        }
        // Polling is one call for all: the soonest stands for them. What is due goes by its rank.
        func key(_ duty: Duty) -> (Int, Instant, Line.ID) {
            (duty.isAwaited ? 0 : 1, duty.rank, duty.line)
        }
        return due.sorted { key($0) < key($1) }
    }

    private func forget(_ line: Line) {
        tended[line.account]?.remove(line.id)
        sights[line.id] = nil
    }

    /// The plan of a line, made anew only when something it follows from has changed. Nothing but the time
    /// changes what an activation's says that nobody waits for, and that only once it is looked at.
    private func currentPlan(for line: Line, eager: Duration?, now: Instant) -> [Duty] {
        guard line.kind == .activation, !isAwaited(line, now: now) else {
            return plan(for: line, eager: eager, now: now)
        }
        if let known = sights[line.id]?.plan { return known }
        let made = plan(for: line, eager: eager, now: now)
        sights[line.id, default: Sight()].plan = made
        return made
    }

    /// What is still meant to be done with a line; what was decided already is an action, not a plan.
    func plan(for line: Line, eager: Duration?, now: Instant) -> [Duty] {
        // Nothing can be promised of what nobody answers for.
        guard !isGone(line.account) else { return [] }
        return Plan.duties(
            for: line, policy: settings.policy, awaited: isAwaited(line, now: now),
            pace: pace(of: line, eager: eager), now: now
        )
        .filter { duty in planKey(duty, line).map { !decided.contains($0) } ?? true }
    }

    func isAwaited(_ line: Line, now: Instant) -> Bool { (awaited[line.id] ?? now) > now }

    /// What makes a decision of the plan the same decision when it comes up again.
    func planKey(_ duty: Duty, _ line: Line) -> String? {
        switch duty.kind {
        case .extend: "plan-extend-\(line.id)-\(line.expiresAt?.milliseconds ?? 0)"
        case .refund: "plan-refund-\(line.id)"
        case .cancel: "plan-cancel-\(line.id)-\(line.episode)"
        case .finish: "plan-finish-\(line.id)-\(line.episode)-\(line.messageCount)"
        case .look, .poll, .expire, .warnExpiry, .warnRefund: nil
        }
    }

    func rest(until: Instant, of name: String) -> Work {
        let ahead = accounts[name]?.clock.ahead ?? .zero
        return .rest(until: until - ahead)
    }

    private func dueAction(
        of name: String, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> Work? {
        let candidates = open.values
            .filter { $0.state == .pending && account(of: $0) == name }
            .filter { action in action.line.map { !busy.contains($0) } ?? true }
            .sorted {
                ($0.origin == "console" ? 0 : 1, $0.id) < ($1.origin == "console" ? 0 : 1, $1.id)
            }
        for var action in candidates {
            let due = accounts[name]?.clock.time(at: action.dueAt) ?? action.dueAt
            guard due <= now else {
                earliest = min(earliest, due)
                continue
            }
            guard
                take(
                    2, from: name, for: .actions, isAwaited: true, now: now, earliest: &earliest)
            else { break }
            // The intent is on disk before the call is made: found there at a start, it is a doubt.
            action.state = .running
            action.attempts += 1
            var details = action.details
            details.expiryBefore = action.line.flatMap { lines[$0]?.expiresAt }
            if let clock = accounts[name]?.clock, clock.isConfirmed {
                details.askedThere = clock.time(at: world.now())
            }
            if Self.bringsLine(action) { details.strangers = accounts[name]?.strangers.sorted() }
            action.payload = details.text
            try store.write { try $0.update(action) }
            open[action.id] = action
            if let line = action.line { busy.insert(line) }
            return .action(action, action.line.flatMap { lines[$0] })
        }
        return nil
    }

    func account(of action: Action) -> String? {
        action.line.flatMap { lines[$0]?.account } ?? action.details.account
    }

    private func begin(
        _ duty: Duty, of name: String, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> Work? {
        guard let line = lines[duty.line] else { return nil }
        switch duty.kind {
        case .poll where pollsAll(name):
            return poll(name, duty.isAwaited, now: now, earliest: &earliest)
        case .poll, .look, .expire:
            return look(line, duty, name, now, &earliest)
        case .extend, .refund, .cancel, .finish:
            try decide(duty, on: line)
            return try dueAction(of: name, now: now, earliest: &earliest)
        case .warnExpiry, .warnRefund:
            try warn(duty, line)
            return nil
        }
    }

    private func poll(
        _ name: String, _ isAwaited: Bool, now: Instant, earliest: inout Instant
    ) -> Work? {
        guard let state = accounts[name], !state.isPolling else { return nil }
        if let hold = state.pollHold, now < hold {
            earliest = min(earliest, hold)
            return nil
        }
        guard
            take(1, from: name, for: .polls, isAwaited: isAwaited, now: now, earliest: &earliest)
        else { return nil }
        accounts[name]?.isPolling = true
        accounts[name]?.isPollWanted = false
        return .poll
    }

    private func isUrgent(_ duty: Duty, now: Instant) -> Bool {
        duty.isAwaited || duty.deadline.map { $0 - now < .seconds(30) } ?? false
    }

    private func look(
        _ line: Line, _ duty: Duty, _ name: String, _ now: Instant, _ earliest: inout Instant
    ) -> Work? {
        // A line in trouble is left alone, but never past the end of its switched-on time.
        if let hold = troubled[line.id]?.until, now < min(hold, duty.deadline ?? hold) {
            earliest = min(earliest, min(hold, duty.deadline ?? hold))
            return nil
        }
        let isUrgent = isUrgent(duty, now: now)
        guard
            take(
                cost(of: line), from: name, for: .looks, isAwaited: isUrgent, now: now,
                earliest: &earliest)
        else { return nil }
        busy.insert(line.id)
        return .look(line)
    }

    /// How many requests a look takes: a rental is asked for its status and for its messages.
    func cost(of line: Line) -> Int {
        guard line.kind == .activation,
            let capabilities = accounts[line.account]?.account.provider.capabilities
        else { return 2 }
        return 1 + (wantsAll(of: line.id) ? capabilities.textCost : 0)
    }

    private func routine(of name: String, now: Instant, earliest: inout Instant) -> Work? {
        guard let state = accounts[name] else { return nil }
        let listed = state.listedAt.map { $0 + Self.listingInterval } ?? now
        if listed <= now, !state.isListing {
            guard take(2, from: name, for: .lists, isAwaited: false, now: now, earliest: &earliest)
            else {
                return nil
            }
            accounts[name]?.isListing = true
            return .list
        }
        earliest = min(earliest, max(listed, now + .seconds(1)))
        let asked = state.balance.map { $0.at + Self.balanceInterval } ?? world.now()
        let due = max(asked, state.balanceHold ?? asked)
        earliest = min(earliest, state.clock.time(at: max(due, world.now() + .seconds(1))))
        if due <= world.now(), !state.isAskingBalance {
            guard
                take(1, from: name, for: .balance, isAwaited: false, now: now, earliest: &earliest)
            else {
                return nil
            }
            accounts[name]?.isAskingBalance = true
            return .balance
        }
        return nil
    }

    /// Takes requests out of the account's budget, or notes when there will be some.
    func take(
        _ count: Int, from name: String, for use: RequestUse, isAwaited: Bool, now: Instant,
        earliest: inout Instant
    ) -> Bool {
        guard var state = accounts[name] else { return false }
        defer { accounts[name] = state }
        if let later = state.budget.take(count, isAwaited: isAwaited, at: world.now()) {
            earliest = min(earliest, state.clock.time(at: later))
            return false
        }
        state.requests.add(count, for: use, at: world.now())
        return true
    }

    /// Turns an entry of the plan that came due into an action, once.
    private func decide(_ duty: Duty, on line: Line) throws(StoreError) {
        guard let key = planKey(duty, line), let kind = Action.Kind(rawValue: duty.kind.rawValue),
            !open.values.contains(where: { $0.line == line.id && $0.kind == kind })
        else { return }
        var payload = ActionPayload()
        if kind == .extend {
            payload.days = settings.policy.rentals.extendDays
            payload.maxPrice = settings.policy.rentals.maxPrice
        }
        let now = world.now()
        var action = Action(
            id: 0, key: key, kind: kind, origin: "plan", payload: payload.text, createdAt: now)
        action.line = line.id
        let written = try store.write { try $0.insert(action) }
        decided.insert(key)
        sights[line.id]?.plan = nil
        if let written { open[written.id] = written }
    }

    private func warn(_ duty: Duty, _ line: Line) throws(StoreError) {
        var line = line
        let event: LineEvent
        if duty.kind == .warnExpiry {
            line.warnedOfExpiry = line.expiresAt
            event = LineEvent(.expiring, "It \(duty.reason).")
        } else {
            line.warnedOfRefund = line.refund.until
            event = LineEvent(
                .refundClosing, "Nothing was received and \(duty.reason): `refund \(line.id)`.")
        }
        try commit(line, [event])
    }
}

extension Duty.Kind {
    /// Whether it is a question and nothing else.
    fileprivate var isQuestion: Bool { !isWritten }

    /// Whether it begins with something that is written down.
    fileprivate var isWritten: Bool {
        switch self {
        case .extend, .refund, .cancel, .finish, .warnExpiry, .warnRefund: true
        case .look, .poll, .expire: false
        }
    }
}
