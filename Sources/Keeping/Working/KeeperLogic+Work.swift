import Accounts
import Lines
import Providers
import Storage
import Transport

/// Chooses what an account does next.
extension KeeperLogic {
    /// The longest time a lane rests, whatever the plan says.
    private static let longestRest = Duration.seconds(60)

    /// Takes the most urgent work from the plan, within the account's budget.
    ///
    /// The work is marked as running; the lane must report its outcome.
    ///
    /// - Parameter isResting: whether the lane had nothing to do and comes because the signal was
    ///   sent or time passed. The result of another idle lane since then is reused.
    mutating func nextWork(for name: String, isResting: Bool = false) throws(StoreError) -> Work {
        let signalCount = signal(of: name)?.count ?? 0
        if isResting, let idle = books[name]?.account?.idle, idle.signalCount == signalCount,
            moment.now < idle.until
        {
            return .idle(until: idle.until)
        }
        let work = try plannedWork(for: name, at: moment)
        guard case .idle(let until) = work else { return work }
        books[name]?.account?.idle = (until, signalCount)
        return work
    }

    private mutating func plannedWork(for name: String, at moment: Moment) throws(StoreError)
        -> Work
    {
        let now = time(of: name)
        var earliest = now + Self.longestRest
        guard !shutdown.isComing else { return .idle(until: earliest) }
        if books[name]?.isGone == true {
            return try goneAccountWork(name, at: moment, earliest: &earliest)
        }
        // While the disk cannot be written, nothing is begun that must be recorded. Looks go on and
        // keep rentals listening.
        let mayWrite = disk.trouble == nil
        if mayWrite, let work = try dueAction(of: name, at: moment, now: now, earliest: &earliest) {
            return work
        }
        guard let clock = books[name]?.account?.clock else { return .idle(until: earliest) }
        // A failing provider is asked less often; calls that a person waits for still go out.
        let held = (books[name]?.account?.health.holdUntil).map { clock.time(at: $0) }
        let isHeld = held.map { now < $0 } ?? false
        // While urgent work saves up for its requests, less urgent work leaves the budget alone.
        var isSavingUp = false
        var areHintsPutOff = false
        if !isHeld {
            var attempt = startRoutine(
                of: name, overdue: .minutes(1), at: moment, now: now, earliest: &earliest)
            // However much news there is, some looks go to lines without news.
            let hints = books[name]?.account?.hintsInARow ?? 0
            areHintsPutOff = hints >= AccountBook.hintsPerOther
            if case .nothing = attempt, !areHintsPutOff {
                attempt = startHinted(of: name, at: moment, now: now, earliest: &earliest)
            }
            switch attempt {
            case .started(let work): return work
            case .lacksBudget: isSavingUp = true
            case .nothing: break
            }
        }
        guard let pace = books[name]?.pace(at: moment) else { return .idle(until: earliest) }
        if mayWrite { try tellOfShortage(pace.upkeep, of: name, at: moment) }
        let duties =
            books[name]?.dueDuties(pace, at: moment, now: now, earliest: &earliest) ?? []
        for duty in duties {
            if !mayWrite, duty.kind.isWritten {
                earliest = min(earliest, now + .seconds(1))
                continue
            }
            if let held, isHeld, !duty.isAwaited {
                earliest = min(earliest, held)
                continue
            }
            let canWait = books[name]?.canWait(duty, now: now) == true
            if isSavingUp, canWait { continue }
            switch try begin(duty, of: name, at: moment, now: now, earliest: &earliest) {
            case .started(let work):
                // Duties that cannot wait have their own share.
                if canWait { books[name]?.account?.hintsInARow = 0 }
                return work
            case .lacksBudget: isSavingUp = true
            case .nothing: continue
            }
        }
        if areHintsPutOff, !isSavingUp, books[name]?.opening(for: 1, at: moment) == nil,
            case .started(let work) = startHinted(
                of: name, at: moment, now: now, earliest: &earliest)
        {
            return work
        }
        if let held, isHeld { return idle(until: min(earliest, held), of: name) }
        if !isSavingUp,
            case .started(let work) = startRoutine(
                of: name, at: moment, now: now, earliest: &earliest)
        {
            return work
        }
        return idle(until: earliest, of: name)
    }

    private mutating func startRoutine(
        of name: String, overdue: Duration = .zero, at moment: Moment, now: Instant,
        earliest: inout Instant
    ) -> AccountBook.Attempt {
        books[name]?.startRoutine(overdue: overdue, at: moment, now: now, earliest: &earliest)
            ?? .nothing
    }

    private mutating func startHinted(
        of name: String, at moment: Moment, now: Instant, earliest: inout Instant
    ) -> AccountBook.Attempt {
        books[name]?.startHinted(at: moment, now: now, earliest: &earliest) ?? .nothing
    }

    func idle(until: Instant, of name: String) -> Work {
        books[name]?.idle(until: until) ?? .idle(until: until)
    }

    /// Reports once that the budget cannot keep all rentals listening, and once that it can again.
    private mutating func tellOfShortage(
        _ upkeep: Upkeep, of name: String, at moment: Moment
    ) throws(StoreError) {
        guard let known = books[name]?.shortageToTell(upkeep, at: moment) else { return }
        if let text = known.text {
            try note(kind: known.isShort ? "budget_short" : "budget_ok", text: text)
        }
        books[name]?.account?.shortage = known.watch
    }

    /// The line of a purchase that has waited, perhaps over a crash, with the time of purchase set
    /// to now; nil if that makes no difference.
    private func line(boughtBy action: OpenAction, at now: Instant) -> Line? {
        guard action.kind.isPurchase, var line = line(action.line), line.state == .ordering,
            now - line.purchasedAt > .minutes(1)
        else { return nil }
        line.purchasedAt = now
        return line
    }

    private mutating func dueAction(
        of name: String, at moment: Moment, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> Work? {
        let candidates = (books[name]?.waitingActions ?? []).sorted {
            ($0.origin == "console" ? 0 : 1, $0.id) < ($1.origin == "console" ? 0 : 1, $1.id)
        }
        for var action in candidates {
            let due = books[name]?.account?.clock.time(at: action.dueAt) ?? action.dueAt
            guard due <= now else {
                earliest = min(earliest, due)
                continue
            }
            // The balance shows what each call takes, so only one takes money at a time. Its end
            // rings the bell.
            if action.kind.takesMoney, books[name]?.isTaking == true { continue }
            let cost = books[name]?.cost(of: action.kind) ?? 0
            guard
                books[name]?.spend(
                    cost, for: .actions, isAwaited: true, at: moment, earliest: &earliest) == true
            else { break }
            // The intent is on disk before the call is made: one found running at a start becomes a
            // doubt.
            action.state = .running
            action.attempts += 1
            books[name]?.noteEvidence(before: &action, at: moment)
            let begun = line(boughtBy: action, at: now).map { Change.line($0) }
            try write([.action(action)] + (begun.map { [$0] } ?? []))
            if let line = action.line { track(line) { $0.isBusy = true } }
            return .action(action, line(action.line))
        }
        return nil
    }

    func account(of action: OpenAction) -> String? { known.account(of: action) }

    private mutating func begin(
        _ duty: Duty, of name: String, at moment: Moment, now: Instant, earliest: inout Instant
    ) throws(StoreError) -> AccountBook.Attempt {
        guard let line = line(duty.line) else { return .nothing }
        switch duty.kind {
        case .poll where books[name]?.pollsAll == true:
            return books[name]?.startPoll(
                isAwaited: duty.isAwaited, at: moment, now: now, earliest: &earliest) ?? .nothing
        case .poll, .look, .refresh, .expire:
            return books[name]?.startLook(
                for: duty, at: line, moment, now: now, earliest: &earliest) ?? .nothing
        case .read:
            return books[name]?.startReading(
                duty, of: line, moment, now: now, earliest: &earliest) ?? .nothing
        case .extend, .refund, .cancel, .finish:
            try decide(duty, on: line)
            let work = try dueAction(of: name, at: moment, now: now, earliest: &earliest)
            return work.map { .started($0) } ?? .nothing
        case .warnExpiry, .warnRefund:
            try warn(duty, line)
            return .nothing
        }
    }

    /// Turns a due duty of the plan into an action, once.
    private mutating func decide(_ duty: Duty, on line: Line) throws(StoreError) {
        guard let key = AccountBook.planKey(duty, line),
            let kind = Action.Kind(rawValue: duty.kind.rawValue),
            books[line.account]?.actions.values.contains(where: {
                $0.line == line.id && $0.kind == kind
            }) != true
        else { return }
        var details = ActionDetails()
        if kind == .extend { details.days = settings.policy.rentals.extendDays }
        var action = Action(
            id: 0, key: key, kind: kind, origin: "plan", payload: details.json,
            createdAt: moment.now)
        action.line = line.id
        try write([.planned(action, on: line.id)])
    }

    private mutating func warn(_ duty: Duty, _ line: Line) throws(StoreError) {
        var line = line
        let event: LineEvent
        if duty.kind == .warnExpiry {
            line.warnedOfExpiry = line.expiresAt
            event = LineEvent(
                .expiring,
                line.autoExtend
                    ? "It \(duty.reason), unless \(line.account) extends it by itself, which needs "
                        + "money on the account." : "It \(duty.reason).")
        } else {
            line.warnedOfRefund = line.refund.until
            event = LineEvent(
                .refundClosing, "No message was received and \(duty.reason): `refund \(line.id)`.")
        }
        try write([.line(line), .lineEvents([event], of: line)])
    }
}
