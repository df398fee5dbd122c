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
        let isHeld = held.map { now < $0 } ?? false
        // What is less urgent leaves the budget alone while something else saves up.
        var isSaving = false
        if !isHeld {
            switch pressing(of: name, now: now, earliest: &earliest) {
            case .begun(let work): return work
            case .saving: isSaving = true
            case .idle: break
            }
        }
        for duty in dueDuties(of: name, now: now, earliest: &earliest) {
            if !mayWrite, duty.kind.isWritten {
                earliest = min(earliest, now + .seconds(1))
                continue
            }
            if let held, isHeld, !duty.isAwaited {
                earliest = min(earliest, held)
                continue
            }
            if isSaving, isPatient(duty, on: name, now: now) { continue }
            switch try begin(duty, of: name, now: now, earliest: &earliest) {
            case .begun(let work): return work
            case .saving: isSaving = true
            case .idle: continue
            }
        }
        if let held, isHeld { return rest(until: min(earliest, held), of: name) }
        if !isSaving, case .begun(let work) = routine(of: name, now: now, earliest: &earliest) {
            return work
        }
        return rest(until: earliest, of: name)
    }

    /// What goes before the plan: lists that are late, lines that were told of.
    private func pressing(of name: String, now: Instant, earliest: inout Instant) -> Attempt {
        var attempt = routine(of: name, overdue: .minutes(1), now: now, earliest: &earliest)
        if case .idle = attempt {
            attempt = summonedLook(of: name, now: now, earliest: &earliest)
        }
        if case .idle = attempt, accounts[name]?.isPollWanted == true {
            attempt = poll(name, false, now: now, earliest: &earliest)
        }
        return attempt
    }

    /// What came of trying to begin something.
    enum Attempt {
        case begun(Work)
        /// It waits until the budget has its requests.
        case saving
        case idle
    }

    /// What of an account's plan is due and can be begun, the most urgent first; lines being worked on
    /// are left out.
    private func dueDuties(of name: String, now: Instant, earliest: inout Instant) -> [Duty] {
        // Where many wait for their turn, the plan is gone through far more often than anything goes out.
        let opening = opening(for: 1, on: name)
        let pace = pace(on: name)
        var due: [Duty] = []
        for id in tended[name] ?? [] where !busy.contains(id) {
            guard let line = lines[id] else { continue }
            let duties = currentPlan(for: line, pace, now: now)
            // What is over and has nothing more to be done has nothing until it changes.
            if duties.isEmpty, line.state.isEnded { forget(line) }
            for duty in duties {
                if duty.due > now {
                    earliest = min(earliest, duty.due)
                } else if let opening, isPatient(duty, on: name, now: now) {
                    earliest = min(earliest, opening)
                } else {
                    due.append(duty)
                }
            }
        }
        // One call for all brings more than any other, and the soonest to be due stands for all.
        let isTogether = pollsAll(name)
        func key(_ duty: Duty) -> (Int, Instant, Line.ID) {
            let place = duty.isAwaited ? 0 : isTogether && duty.kind == .poll ? 1 : 2
            return (place, duty.rank, duty.line)
        }
        return due.sorted { key($0) < key($1) }
    }

    private func forget(_ line: Line) {
        tended[line.account]?.remove(line.id)
        sights[line.id] = nil
    }

    /// The plan of a line, made anew only when something it follows from has changed. Nothing but the time
    /// changes what an activation's says that nobody waits for, and that only once it is looked at.
    private func currentPlan(for line: Line, _ all: Pace, now: Instant) -> [Duty] {
        guard line.kind == .activation, !isAwaited(line, now: now) else {
            return plan(for: line, all, now: now)
        }
        if let known = sights[line.id]?.plan { return known }
        let made = plan(for: line, all, now: now)
        sights[line.id, default: Sight()].plan = made
        return made
    }

    /// What is still meant to be done with a line; what was decided already is an action, not a plan.
    func plan(for line: Line, _ all: Pace, now: Instant) -> [Duty] {
        // Nothing can be promised of what nobody answers for.
        guard !isGone(line.account) else { return [] }
        return Plan.duties(
            for: line, policy: settings.policy, awaited: isAwaited(line, now: now),
            pace: pace(of: line, like: all), now: now
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
                    cost(of: action.kind, on: name), from: name, for: .actions, isAwaited: true,
                    now: now, earliest: &earliest)
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
    ) throws(StoreError) -> Attempt {
        guard let line = lines[duty.line] else { return .idle }
        switch duty.kind {
        case .poll where pollsAll(name):
            return poll(name, duty.isAwaited, now: now, earliest: &earliest)
        case .poll, .look, .expire:
            return look(line, duty, name, now, &earliest)
        case .extend, .refund, .cancel, .finish:
            let cost = cost(of: .finish, on: name)
            if duty.kind == .finish, let later = opening(for: cost, on: name), cost > 0 {
                earliest = min(earliest, later)
                return .saving
            }
            try decide(duty, on: line)
            let work = try dueAction(of: name, now: now, earliest: &earliest)
            return work.map { .begun($0) } ?? .idle
        case .warnExpiry, .warnRefund:
            try warn(duty, line)
            return .idle
        }
    }

    /// How many requests an action takes: a last look goes before most.
    private func cost(of kind: Action.Kind, on name: String) -> Int {
        guard kind == .finish else { return 2 }
        // Where the provider is not told, nobody is.
        return accounts[name]?.account.provider.capabilities.offers(.finish) == true ? 2 : 0
    }

    /// When the budget has room for so many requests that nobody waits for; nil when it has.
    private func opening(for count: Int, on name: String) -> Instant? {
        guard let state = accounts[name] else { return nil }
        return state.budget.opening(for: count, isAwaited: false, at: world.now())
            .map(state.clock.time(at:))
    }

    private func poll(
        _ name: String, _ isAwaited: Bool, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard let state = accounts[name], !state.isPolling else { return .idle }
        if let hold = state.pollHold, now < hold {
            earliest = min(earliest, hold)
            return .idle
        }
        guard
            take(1, from: name, for: .polls, isAwaited: isAwaited, now: now, earliest: &earliest)
        else { return .saving }
        accounts[name]?.isPolling = true
        accounts[name]?.isPollWanted = false
        return .begun(.poll)
    }

    /// Whether it costs requests, and nothing is lost where it takes its turn.
    private func isPatient(_ duty: Duty, on name: String, now: Instant) -> Bool {
        guard duty.kind != .finish else { return cost(of: .finish, on: name) > 0 }
        return !duty.kind.isWritten && !isUrgent(duty, now: now)
    }

    private func isUrgent(_ duty: Duty, now: Instant) -> Bool {
        duty.isAwaited || duty.deadline.map { $0 - now < .seconds(30) } ?? false
    }

    private func look(
        _ line: Line, _ duty: Duty, _ name: String, _ now: Instant, _ earliest: inout Instant
    ) -> Attempt {
        // A line in trouble is left alone, but never past the end of its switched-on time.
        if let hold = troubled[line.id]?.until, now < min(hold, duty.deadline ?? hold) {
            earliest = min(earliest, min(hold, duty.deadline ?? hold))
            return .idle
        }
        let isUrgent = isUrgent(duty, now: now)
        return look(at: line, isAwaited: isUrgent, now: now, earliest: &earliest)
    }

    func look(
        at line: Line, isAwaited: Bool, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard
            take(
                cost(of: line), from: line.account, for: .looks, isAwaited: isAwaited, now: now,
                earliest: &earliest)
        else { return .saving }
        summoned[line.id] = nil
        busy.insert(line.id)
        return .begun(.look(line))
    }

    /// How many requests a look takes: a rental is asked for its status and for its messages.
    func cost(of line: Line) -> Int {
        guard line.kind == .activation,
            let capabilities = accounts[line.account]?.account.provider.capabilities
        else { return 2 }
        return 1 + (wantsAll(of: line.id) ? capabilities.textCost : 0)
    }

    /// What is asked now and then, when it is late by as much.
    private func routine(
        of name: String, overdue: Duration = .zero, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard let state = accounts[name] else { return .idle }
        let listed = (state.listedAt.map { $0 + Self.listingInterval } ?? now - overdue) + overdue
        if listed <= now, !state.isListing {
            guard take(2, from: name, for: .lists, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isListing = true
            return .begun(.list)
        }
        earliest = min(earliest, max(listed, now + .seconds(1)))
        let asked = state.balance.map { $0.at + Self.balanceInterval } ?? world.now() - overdue
        let due = max(asked, state.balanceHold ?? asked) + overdue
        earliest = min(earliest, state.clock.time(at: max(due, world.now() + .seconds(1))))
        if due <= world.now(), !state.isAskingBalance {
            guard
                take(1, from: name, for: .balance, isAwaited: false, now: now, earliest: &earliest)
            else { return .saving }
            accounts[name]?.isAskingBalance = true
            return .begun(.balance)
        }
        return .idle
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
    /// Whether it begins with something that is written down.
    fileprivate var isWritten: Bool {
        switch self {
        case .extend, .refund, .cancel, .finish, .warnExpiry, .warnRefund: true
        case .look, .poll, .expire: false
        }
    }
}
