package import Lines

/// Picks due work from the plans of an account's lines, without going through all of them for each
/// request.
extension AccountBook {
    /// Due duties that can be begun, most urgent first; lines being worked on are left out.
    ///
    /// Awaited lines and rentals to keep listening go first; their intervals limit them to a share
    /// of the budget. The rest run in ascending rank. A waiting duty's rank never changes, so every
    /// line is asked at the latest after its interval, stretched as far as the budget requires,
    /// plus one turn of all others.
    package mutating func dueDuties(
        _ pace: AccountPace, at moment: Moment, now: Instant, earliest: inout Instant
    ) -> [Duty] {
        // When many duties wait for the budget, the plan is read far more often than requests are
        // made.
        let opening = opening(for: 1, at: moment)
        let plenty = self.opening(for: 1 + spareRequests, at: moment)
        let sure = reckoning(at: moment).sure
        var due: [Duty] = []
        for id in plannedLines {
            guard let tracked = lines[id], !tracked.isBusy else { continue }
            let line = tracked.line
            let duties = currentDuties(of: line, pace, at: moment, now: now)
            // An ended line without duties needs no planning until it changes.
            if duties.isEmpty, line.state.isEnded { stopPlanning(id) }
            let hold = tracked.backoff?.until
            for var duty in duties {
                // A line that only brings errors does not go before lines that bring answers.
                if let hold { duty.rank = max(duty.rank, hold) }
                // Irreversible acts wait until they are due by every clock that may be right.
                let when = duty.kind.isWritten ? min(sure, now) : now
                if duty.due > when, !isLastChance(duty, line, at: moment, believed: now) {
                    earliest = min(earliest, now + (duty.due - when))
                } else if let opening, canWait(duty, now: now) {
                    earliest = min(earliest, opening)
                } else if duty.isSpare, let plenty, duty.rank > now {
                    earliest = min(earliest, plenty, duty.rank)
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

    /// The number of accumulated requests that calls leave which are only made when there is plenty.
    private var spareRequests: Int { Int(account?.budget.burst ?? 0) / 2 }

    /// Whether a duty costs requests and can wait for its turn without loss.
    package func canWait(_ duty: Duty, now: Instant) -> Bool {
        guard duty.kind != .finish else { return cost(of: .finish) > 0 }
        return !duty.kind.isWritten && !Self.isUrgent(duty, now: now)
    }

    static func isUrgent(_ duty: Duty, now: Instant) -> Bool {
        duty.isAwaited || duty.kind == .refresh
            || duty.deadline.map { $0 - now < .seconds(30) } ?? false
    }

    // MARK: Beginning

    /// The result of trying to begin something.
    package enum Attempt {
        case started(Work)
        /// It waits until the budget has enough requests.
        case lacksBudget
        case nothing
    }

    /// Looks caused by provider news that may be made in a row before one other look.
    package static let hintsPerOther = 5

    /// Starts a look caused by news from the provider; these go before the plan.
    package mutating func startHinted(
        at moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        var attempt = Attempt.nothing
        // However many lines have news, the others are still polled.
        if pollsAll, isPollLate(at: moment) {
            attempt = startPoll(isAwaited: false, at: moment, now: now, earliest: &earliest)
        }
        if case .nothing = attempt {
            attempt = startQueuedLook(at: moment, now: now, earliest: &earliest)
        }
        if case .nothing = attempt, account?.polls.isWanted == true {
            attempt = startPoll(isAwaited: false, at: moment, now: now, earliest: &earliest)
        }
        if case .started = attempt { account?.hintsInARow += 1 }
        return attempt
    }

    package mutating func startPoll(
        isAwaited: Bool, at moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        guard account?.polls.isAsking == false else { return .nothing }
        if let hold = account?.polls.holdUntil, now < hold {
            earliest = min(earliest, hold)
            return .nothing
        }
        guard
            spend(pollCost, for: .polls, isAwaited: isAwaited, at: moment, earliest: &earliest)
        else { return .lacksBudget }
        account?.polls.begin(at: moment.uptime)
        return .started(.poll)
    }

    /// Starts a look at a line with news if the budget allows. News is no more urgent than a
    /// person.
    private mutating func startQueuedLook(
        at moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        var first: (isAwaited: Bool, place: UInt64, line: Line)?
        for (id, place) in looks.places {
            guard let tracked = lines[id], !tracked.isBusy, isServed(tracked.line) else { continue }
            // A line that only brings errors is left alone for a while, even if there is news.
            if let hold = tracked.backoff?.until, now < hold {
                earliest = min(earliest, hold)
                continue
            }
            let isAwaited = tracked.isAwaited(at: now)
            if let first, (first.isAwaited ? 0 : 1, first.place) < (isAwaited ? 0 : 1, place) {
                continue
            }
            first = (isAwaited, place, tracked.line)
        }
        guard let (isAwaited, _, line) = first else { return .nothing }
        return startLook(at: line, isAwaited: isAwaited, moment, earliest: &earliest)
    }

    /// Starts a look required by the plan.
    package mutating func startLook(
        for duty: Duty, at line: Line, _ moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        // A failing line is left alone, but never past the end of its listening time.
        let end = duty.deadline.flatMap { $0 > now ? $0 : nil }
        if let hold = lines[line.id]?.backoff?.until, now < min(hold, end ?? hold) {
            earliest = min(earliest, min(hold, end ?? hold))
            return .nothing
        }
        let isUrgent = Self.isUrgent(duty, now: now)
        guard duty.kind == .refresh else {
            return startLook(at: line, isAwaited: isUrgent, moment, earliest: &earliest)
        }
        guard spend(1, for: .looks, isAwaited: isUrgent, at: moment, earliest: &earliest) else {
            return .lacksBudget
        }
        change(line.id) { $0.isBusy = true }
        return .started(.refresh(line))
    }

    /// Starts a request for the messages of a rental alone.
    package mutating func startReading(
        _ duty: Duty, of line: Line, _ moment: Moment, now: Instant, earliest: inout Instant
    ) -> Attempt {
        if let hold = lines[line.id]?.backoff?.until, now < hold {
            earliest = min(earliest, hold)
            return .nothing
        }
        guard
            spend(1, for: .looks, isAwaited: duty.isAwaited, at: moment, earliest: &earliest)
        else { return .lacksBudget }
        change(line.id) { tracked in
            tracked.isBusy = true
            tracked.polling.readAt = now
        }
        return .started(.read(line))
    }

    private mutating func startLook(
        at line: Line, isAwaited: Bool, _ moment: Moment, earliest: inout Instant
    ) -> Attempt {
        guard
            spend(
                cost(of: line), for: .looks, isAwaited: isAwaited, at: moment, earliest: &earliest)
        else { return .lacksBudget }
        looks.remove(line.id)
        let now = time(at: moment)
        change(line.id) { tracked in
            tracked.isBusy = true
            // Its next turn counts from here, whatever the result of this one.
            if line.kind == .rental { tracked.polling.checkedAt = now }
        }
        return .started(.look(line))
    }

    /// Takes requests from the budget, or records when they will be available.
    package mutating func spend(
        _ count: Int, for use: RequestUse, isAwaited: Bool, at moment: Moment,
        earliest: inout Instant
    ) -> Bool {
        guard account != nil else { return false }
        if let later = account?.budget.spend(count, isAwaited: isAwaited, at: moment.now) {
            earliest = min(earliest, account?.clock.time(at: later) ?? later)
            return false
        }
        account?.requests.add(count, for: use, at: moment.now)
        return true
    }

    /// Takes a request for somebody who waits from the budget, or returns when one will be
    /// available.
    package mutating func admit(at moment: Moment) -> Instant? {
        if let later = account?.budget.spend(1, isAwaited: true, at: moment.now) {
            return later
        }
        account?.requests.add(1, for: .person, at: moment.now)
        return nil
    }

    /// How long a feed waits while looks bring more.
    private static let feedPause = Duration.seconds(10)

    /// Takes the request that opens a feed from the budget, or returns how long to wait. Feeds must
    /// not bypass a provider's request to slow down or an outage. If the budget does not suffice
    /// for all looks, nearly every one of them finds a message, and a feed would bring one as well,
    /// but later.
    package mutating func admitFeed(at moment: Moment) -> Duration? {
        guard let health = account?.health, health.state != .gone else { return .minutes(1) }
        if let hold = health.holdUntil, moment.now < hold { return hold - moment.now }
        guard !pace(at: moment).isCrowded else { return Self.feedPause }
        var later = time(at: moment)
        guard !spend(1, for: .feeds, isAwaited: false, at: moment, earliest: &later) else {
            return nil
        }
        let opening = account?.budget.opening(for: 1, isAwaited: false, at: moment.now)
        return max(.milliseconds(100), (opening ?? moment.now) - moment.now)
    }

    /// The only question to a provider that is gone is an occasional one for the balance, in case
    /// it is back.
    package mutating func startGoneAccountWork(at moment: Moment, earliest: inout Instant) -> Work {
        let due = account?.health.holdUntil ?? moment.now
        guard due <= moment.now, account?.balance.isAsking == false else {
            let next = max(due, moment.now + .seconds(1))
            return .idle(until: min(earliest - (account?.clock.ahead ?? .zero), next))
        }
        guard spend(1, for: .balance, isAwaited: false, at: moment, earliest: &earliest) else {
            return idle(until: earliest)
        }
        account?.balance.begin()
        return .balance
    }

    package func idle(until: Instant) -> Work {
        .idle(until: until - (account?.clock.ahead ?? .zero))
    }
}

extension Duty.Kind {
    /// Whether it begins with a record on disk.
    package var isWritten: Bool {
        switch self {
        case .extend, .refund, .cancel, .finish, .warnExpiry, .warnRefund: true
        case .look, .refresh, .read, .poll, .expire: false
        }
    }
}
