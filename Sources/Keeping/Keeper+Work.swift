import Transport
import Lines
import Providers
package import Storage

/// Choosing what an account does next.
extension Keeper {
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
        var areHintsPutOff = false
        if !isHeld {
            var attempt = routine(of: name, overdue: .minutes(1), now: now, earliest: &earliest)
            // However much is told of, one look in three is for what is not.
            areHintsPutOff = state.hintsInARow >= Self.hintsPerOther
            if case .idle = attempt, !areHintsPutOff {
                attempt = hinted(of: name, now: now, earliest: &earliest)
            }
            switch attempt {
            case .begun(let work): return work
            case .saving: isSaving = true
            case .idle: break
            }
        }
        let pace = pace(on: name)
        if mayWrite { try tellOfShortage(pace.upkeep, of: name) }
        for duty in dueDuties(of: name, pace, now: now, earliest: &earliest) {
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
            case .begun(let work):
                // What cannot wait takes a share of its own.
                if isPatient(duty, on: name, now: now) { accounts[name]?.hintsInARow = 0 }
                return work
            case .saving: isSaving = true
            case .idle: continue
            }
        }
        if areHintsPutOff, !isSaving, opening(for: 1, on: name) == nil,
            case .begun(let work) = hinted(of: name, now: now, earliest: &earliest)
        {
            return work
        }
        if let held, isHeld { return rest(until: min(earliest, held), of: name) }
        if !isSaving, case .begun(let work) = routine(of: name, now: now, earliest: &earliest) {
            return work
        }
        return rest(until: earliest, of: name)
    }

    /// How many looks in a row may be for what was told of.
    private static let hintsPerOther = 2

    /// Looks for what a provider told of by itself; they go before the plan.
    private func hinted(of name: String, now: Instant, earliest: inout Instant) -> Attempt {
        var attempt = Attempt.idle
        // However many were told of, the others are not left unheard.
        if pollsAll(name), isPollLate(on: name) {
            attempt = poll(name, false, now: now, earliest: &earliest)
        }
        if case .idle = attempt {
            attempt = summonedLook(of: name, now: now, earliest: &earliest)
        }
        if case .idle = attempt, accounts[name]?.isPollWanted == true {
            attempt = poll(name, false, now: now, earliest: &earliest)
        }
        if case .begun = attempt { accounts[name]?.hintsInARow += 1 }
        return attempt
    }

    /// What came of trying to begin something.
    enum Attempt {
        case begun(Work)
        /// It waits until the budget has its requests.
        case saving
        case idle
    }

    func rest(until: Instant, of name: String) -> Work {
        let ahead = accounts[name]?.clock.ahead ?? .zero
        return .rest(until: until - ahead)
    }

    /// The line of a purchase that has waited, over a crash perhaps: it is bought now, and not when it was
    /// wished for; nil where that is the same.
    private func line(boughtBy action: OpenAction, at now: Instant) -> Line? {
        guard action.kind.isPurchase, var line = action.line.flatMap({ lines[$0] }),
            line.state == .ordering, now - line.purchasedAt > .minutes(1)
        else { return nil }
        line.purchasedAt = now
        return line
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
            // What each takes is told by the balance, so one takes at a time. Its end rings.
            if action.kind.takesMoney, isTaking(on: name) { continue }
            guard
                take(
                    cost(of: action.kind, on: name), from: name, for: .actions, isAwaited: true,
                    now: now, earliest: &earliest)
            else { break }
            // The intent is on disk before the call is made: found there at a start, it is a doubt.
            action.state = .running
            action.attempts += 1
            let bringsLine = action.kind.bringsLine
            let expiry = action.line.flatMap { lines[$0]?.expiresAt }
            action.amend { details in
                details.expiryBefore = expiry
                if let clock = accounts[name]?.clock, clock.isConfirmed {
                    details.askedThere = clock.time(at: world.now())
                }
                if bringsLine { details.strangers = accounts[name]?.strangers.sorted() }
            }
            let begun = line(boughtBy: action, at: now)
            try store.write { database in
                try database.update(action.row)
                if let begun { try database.update(begun) }
            }
            open[action.id] = action
            if let begun { lines[begun.id] = begun }
            if let line = action.line { busy.insert(line) }
            return .action(action, action.line.flatMap { lines[$0] })
        }
        return nil
    }

    /// Nil for what is about a line whose account is not there.
    func account(of action: OpenAction) -> String? {
        guard let line = action.line.flatMap({ lines[$0] }) else { return action.details.account }
        return hasAccount(line) ? line.account : nil
    }

    private func begin(
        _ duty: Duty, of name: String, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> Attempt {
        guard let line = lines[duty.line] else { return .idle }
        switch duty.kind {
        case .poll where pollsAll(name):
            return poll(name, duty.isAwaited, now: now, earliest: &earliest)
        case .poll, .look, .refresh, .expire:
            return look(line, duty, name, now, &earliest)
        case .extend, .refund, .cancel, .finish:
            try decide(duty, on: line)
            let work = try dueAction(of: name, now: now, earliest: &earliest)
            return work.map { .begun($0) } ?? .idle
        case .warnExpiry, .warnRefund:
            try warn(duty, line)
            return .idle
        }
    }

    func poll(
        _ name: String, _ isAwaited: Bool, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard let state = accounts[name], !state.isPolling else { return .idle }
        if let hold = state.pollHold, now < hold {
            earliest = min(earliest, hold)
            return .idle
        }
        guard
            take(
                pollCost(of: name), from: name, for: .polls, isAwaited: isAwaited, now: now,
                earliest: &earliest)
        else { return .saving }
        accounts[name]?.isPolling = true
        accounts[name]?.isPollWanted = false
        accounts[name]?.polledAt = world.uptime()
        return .begun(.poll)
    }

    private func look(
        _ line: Line, _ duty: Duty, _ name: String, _ now: Instant, _ earliest: inout Instant
    ) -> Attempt {
        // A line in trouble is left alone, but never past the end of its switched-on time.
        let end = duty.deadline.flatMap { $0 > now ? $0 : nil }
        if let hold = troubled[line.id]?.until, now < min(hold, end ?? hold) {
            earliest = min(earliest, min(hold, end ?? hold))
            return .idle
        }
        let isUrgent = isUrgent(duty, now: now)
        if duty.kind == .refresh {
            guard
                take(
                    1, from: name, for: .looks, isAwaited: isUrgent, now: now,
                    earliest: &earliest)
            else { return .saving }
            busy.insert(line.id)
            return .begun(.refresh(line))
        }
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
        // Its next turn counts from here, whatever comes of this one.
        if line.kind == .rental { sights[line.id, default: Sight()].askedAt = now }
        return .begun(.look(line))
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
        var details = ActionDetails()
        if kind == .extend { details.days = settings.policy.rentals.extendDays }
        let now = world.now()
        var action = Action(
            id: 0, key: key, kind: kind, origin: "plan", payload: details.json, createdAt: now)
        action.line = line.id
        let written = try store.write { try $0.insert(action) }.map(OpenAction.init)
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
    var isWritten: Bool {
        switch self {
        case .extend, .refund, .cancel, .finish, .warnExpiry, .warnRefund: true
        case .look, .refresh, .poll, .expire: false
        }
    }
}
