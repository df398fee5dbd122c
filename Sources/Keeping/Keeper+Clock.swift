import Lines
import Storage
import Transport

/// What the machine's wall clock was, and when: what it should be now follows from it.
struct WallClock: Sendable {
    /// Smaller differences are the clock being slewed, or the two readings' distance.
    private static let tolerance = Duration.seconds(2)

    private var shown: Instant
    private var at: Duration

    init(_ world: World) {
        shown = world.now()
        at = world.uptime()
    }

    /// By how much the clock was set since it was last looked at; nil when it was not.
    mutating func step(in world: World) -> Duration? {
        let now = world.now()
        let uptime = world.uptime()
        let step = (now - shown) - (uptime - at)
        shown = now
        at = uptime
        return step > Self.tolerance || step < .zero - Self.tolerance ? step : nil
    }
}

/// Staying awake while somebody sets the machine's clock.
///
/// What is to happen in a minute happens in a minute, whatever the clock shows by then: set back by
/// an hour, it must not put every line to sleep for an hour, nor let a forward wait as long.
extension Keeper {
    /// Called first by whatever compares with the time or notes one: what is noted on the new clock
    /// must not be moved with the rest, and what is noted while it is not known yet is off by as much.
    /// What cannot be written now is written later: a full disk must not keep lines from being looked
    /// at.
    func noticeClock() {
        if let step = wall.step(in: world) {
            for name in accounts.keys.sorted() { accounts[name]?.shift(by: step) }
            for (line, since) in denied { denied[line] = since + step }
            for (line, since) in unlisted { unlisted[line] = since + step }
            open = open.mapValues { $0.shifted(by: step) }
            unwrittenStep += step
            if step > .zero {
                forwardSteps = forwardSteps.suffix(99) + [(at: world.uptime(), step: step)]
            }
        }
        guard unwrittenStep != .zero, store.trouble == nil else { return }
        try? writeStep(unwrittenStep)
    }

    /// What was noted in an account's time, which turns out to be another: otherwise a look that was
    /// noted an hour too late would not be followed by another for an hour.
    ///
    /// - Parameter wasSettled: whether windows were counted by the clock before: as much of them is over as
    ///   was, whatever the clock shows now.
    func restate(_ name: String, by difference: Duration, wasSettled: Bool = false) {
        for (id, var line) in lines where line.account == name && hasAccount(line) {
            line.restate(by: difference)
            if accounts[name]?.stamped.contains(id) == true {
                line.restatePurchase(by: difference)
            } else if wasSettled {
                line.refund.until = line.refund.until.map { $0 + difference }
            }
            line.endNoLater(than: time(of: name))
            take(line)
            if let asked = sights[id]?.askedAt { sights[id]?.askedAt = asked + difference }
            if let known = troubled[id] {
                troubled[id] = (known.failures, known.until + difference)
            }
            if let until = awaited[id] { awaited[id] = until + difference }
        }
        accounts[name]?.restate(by: difference)
        ringLanes(of: name)
    }

    /// A line as a start takes it up: whatever was known of it, it is asked about at once. What time
    /// it is at the provider is not known yet, so when it was asked last says nothing.
    static func unasked(_ line: Line, at now: Instant) -> Line {
        var line = line
        line.endNoLater(than: now)
        guard line.state.isHeld else { return line }
        line.lookedAt = nil
        line.listening.statusAt = nil
        line.listening.until = nil
        line.listening.wakingSince = nil
        return line
    }

    private func writeStep(_ step: Duration) throws(StoreError) {
        let isBack = step < .zero
        let size = isBack ? .zero - step : step
        let event = EventRecord(
            at: world.now(), kind: "clock",
            text: "The machine's clock was set \(isBack ? "back" : "forward") by "
                + "\(size.wholeSeconds) s. What waits, waits as long as before.")
        let waiting = open.values.sorted { $0.id < $1.id }
        let record = try store.write { database in
            try database.shiftWaiting(by: step)
            for action in waiting { try database.update(action.row) }
            return try database.append(event)
        }
        unwrittenStep = .zero
        announce([record])
        outboxBell.ring()
        scriptBell.ring()
    }
}

extension OpenAction {
    /// The same on a clock that was set.
    func shifted(by step: Duration) -> OpenAction {
        var action = self
        action.createdAt = action.createdAt + step
        action.dueAt = action.dueAt + step
        guard let since = details.doubtSince else { return action }
        action.details.doubtSince = since + step
        return action
    }
}

/// What a provider's clock does, and what is done about it.
extension Keeper {
    /// Some clock shows less than any did before: lines that only the clock ended may be alive by it, and
    /// their provider knows.
    func lookAgain(_ name: String) {
        for id in outrun.sorted() where lines[id]?.account == name && isContested(id) {
            tended[name, default: []].insert(id)
            sights[id]?.plan = nil
            summon(id)
        }
    }

    /// Whether a line ended by one clock and lives by another.
    func isContested(_ id: Line.ID) -> Bool {
        guard outrun.contains(id), let line = lines[id], let end = line.expiresAt,
            let clock = accounts[line.account]?.clock
        else { return false }
        return end > clock.earliest(at: world.now())
    }

    /// The provider just said that a line is alive; a clock that shows more than its end is wrong.
    func contradictClock(with line: Line, until end: Instant?) {
        guard let end = end ?? line.expiresAt else { return }
        accounts[line.account]?.clock.contradict(
            aliveUntil: end, at: world.now(), uptime: world.uptime())
    }

    func tell(_ news: AccountClock.News, of name: String) throws(StoreError) {
        try note(kind: "clock", text: "Account \(name): \(news)")
    }
}

extension AccountClock.News: CustomStringConvertible {
    package var description: String {
        switch self {
        case .differs(let ahead):
            "the provider's clock is \(Self.length(ahead)) \(Self.side(ahead)) this machine's. For "
                + "10 min nothing is paid for, given back or ended that only one of them allows."
        case .jumped(let step):
            "the provider's clock jumped \(Self.length(step)) \(step < .zero ? "back" : "ahead"). This "
                + "machine's clock contradicts it, so it is not believed and nothing follows from it."
        case .believed(let ahead):
            "the provider's clock has stayed where it jumped to and is believed: it is "
                + (ahead == .zero
                    ? "as this machine's is."
                    : "\(Self.length(ahead)) \(Self.side(ahead)) this machine's.")
        case .over: "the provider's clock is right again."
        }
    }

    private static func side(_ ahead: Duration) -> String {
        ahead < .zero ? "behind" : "ahead of"
    }

    /// `3 min`, `2 h 5 min`, `6 d 12 h`: the two largest units that matter.
    private static func length(_ duration: Duration) -> String {
        let minutes = (duration < .zero ? .zero - duration : duration).wholeSeconds / 60
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        let parts =
            days > 0
            ? ["\(days) d", hours > 0 ? "\(hours) h" : ""]
            : [hours > 0 ? "\(hours) h" : "", minutes % 60 > 0 ? "\(minutes % 60) min" : ""]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension Line {
    /// A purchase that was noted by a clock that was not known for sure.
    fileprivate mutating func restatePurchase(by difference: Duration) {
        purchasedAt = purchasedAt + difference
        refund.until = refund.until.map { $0 + difference }
    }

    /// An end that lies ahead was noted by a clock that was wrong; until then nobody would ask how it
    /// ended.
    fileprivate mutating func endNoLater(than now: Instant) {
        endedAt = endedAt.map { min($0, now) }
        if state.isEnded { lookedAt = lookedAt.map { min($0, now) } }
    }

    fileprivate mutating func restate(by difference: Duration) {
        // Of a line that is over both its end and its last look were noted long ago.
        guard !state.isEnded else { return }
        lookedAt = lookedAt.map { $0 + difference }
        toldAt = toldAt.map { $0 + difference }
        listening.statusAt = listening.statusAt.map { $0 + difference }
        listening.until = listening.until.map { $0 + difference }
        listening.wakingSince = listening.wakingSince.map { $0 + difference }
        listening.wantedUntil = listening.wantedUntil.map { $0 + difference }
    }
}

extension AccountState {
    fileprivate mutating func restate(by difference: Duration) {
        listedAt = listedAt.map { $0 + difference }
        comparedAt = comparedAt.map { $0 + difference }
        pollHold = pollHold.map { $0 + difference }
    }

    /// The provider's clock was not set, so it is as much less ahead of ours.
    fileprivate mutating func shift(by step: Duration) {
        clock.shift(by: step)
        budget.shift(by: step)
        health.shift(by: step)
        if let known = balance { balance = (known.money, known.at + step) }
        balanceHold = balanceHold.map { $0 + step }
        balanceMissedAt = balanceMissedAt.map { $0 + step }
        catalogue.listsAt = catalogue.listsAt.map { $0 + step }
        catalogue.rentalsAt = catalogue.rentalsAt.map { $0 + step }
        requests = RequestCount()
        rest = nil
    }
}
