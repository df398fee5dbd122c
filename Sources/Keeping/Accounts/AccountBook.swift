import Lines
import Providers
import Storage
import Transport

/// One account with its lines and with what is open about them: all that a rule about them may ask.
///
/// It knows no other account, no store, and no time but the moment it is handed.
struct AccountBook: Sendable {
    let name: String
    let policy: Policy
    /// How its provider is doing; nil where config.lua does not name it. Its lines are held then, and nobody
    /// is asked about them.
    var account: AccountState?
    /// Every line it ever had.
    private(set) var lines: [Line.ID: TrackedLine] = [:]
    /// Lines by any id the provider ever knew them by.
    private(set) var lineByProviderID: [String: Line.ID] = [:]
    /// Lines that may still have duties. Ended lines are left out because their number only grows.
    var plannedLines = SortedSet<Line.ID>()
    /// Lines that ended by the clock alone, and of which their provider has not had its say.
    var endedByClock: Set<Line.ID> = []
    /// What is not ended.
    private(set) var actions: [Action.ID: OpenAction] = [:]
    /// Lines the provider told news of.
    var looks = LookQueue()
    /// Paid calls whose price is being compared with the balance.
    var comparing: [Action.ID: Comparison] = [:]
    /// Those that no balance has told of yet.
    var toCompare: [Action.ID: Comparison] = [:]
    /// Another account that tracks its lines, as the lists showed.
    var twin: String?
    /// Where its provider may call.
    private(set) var pushEndpoint: PushPlace?

    init(_ name: String, _ account: AccountState?, policy: Policy) {
        self.name = name
        self.account = account
        self.policy = policy
    }

    /// Changes what is known of a line, in place; nothing where the line is not there.
    @discardableResult
    mutating func change<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        guard let index = lines.index(forKey: id) else { return nil }
        return change(&lines.values[index])
    }

    /// Changes what is known of every line it is true of.
    mutating func changeAll(
        where isMeant: (TrackedLine) -> Bool, _ change: (inout TrackedLine) -> Void
    ) {
        for index in lines.values.indices where isMeant(lines.values[index]) {
            change(&lines.values[index])
        }
    }

    /// What could not be written made lines look as if their provider had failed.
    mutating func forgetBackoffs() { changeAll(where: { $0.backoff != nil }) { $0.backoff = nil } }

    // MARK: What is on disk

    /// A line as it was written.
    mutating func take(_ line: Line, _ written: Written) {
        if lines[line.id] == nil { lines[line.id] = TrackedLine(line) }
        lines[line.id]?.take(line, written)
        note(line)
    }

    /// What the next look tells again.
    mutating func remember(_ line: Line) {
        guard lines[line.id] != nil else { return }
        lines[line.id]?.remember(line)
        note(line)
    }

    private mutating func note(_ line: Line) {
        guard isServed(line) else { return }
        plannedLines.insert(line.id)
        if let providerID = line.providerID { lineByProviderID[providerID] = line.id }
    }

    @discardableResult
    mutating func remove(_ id: Line.ID, _: Written) -> TrackedLine? {
        plannedLines.remove(id)
        endedByClock.remove(id)
        looks.remove(id)
        return lines.removeValue(forKey: id)
    }

    /// Takes over lines of another name of the account, with all that is known of them.
    mutating func take(_ ids: Set<Line.ID>, from other: inout AccountBook, _ written: Written) {
        for id in ids.sorted() {
            let isByClock = other.endedByClock.contains(id)
            guard let tracked = other.remove(id, written) else { continue }
            lines[id] = tracked
            if isByClock { endedByClock.insert(id) }
        }
        for (providerID, line) in other.lineByProviderID where ids.contains(line) {
            other.lineByProviderID[providerID] = nil
            lineByProviderID[providerID] = line
        }
    }

    mutating func take(_ action: OpenAction, _: Written) { actions[action.id] = action }

    mutating func end(_ id: Action.ID, _: Written) { actions[id] = nil }

    mutating func take(_ place: PushPlace, _: Written) { pushEndpoint = place }

    /// The ids its provider ever knew lines by, as a start finds them.
    mutating func take(providerIDs: [String: Line.ID], _: Written) {
        lineByProviderID = providerIDs
    }

    /// The machine's clock was set: what waits is moved with it at once, and written next.
    mutating func shiftActions(by step: Duration) {
        actions = actions.mapValues { $0.shifted(by: step) }
    }

    // MARK: Time

    /// The provider's time.
    func time(at moment: Moment) -> Instant { account?.clock.time(at: moment.now) ?? moment.now }

    /// The same, with the time by which something may be paid for, given back or ended.
    func reckoning(at moment: Moment) -> Reckoning {
        account?.clock.reckoning(at: moment.now) ?? Reckoning(moment.now)
    }

    // MARK: Lines

    func line(_ id: Line.ID?) -> Line? { id.flatMap { lines[$0]?.line } }

    /// The line the provider knows, or knew, by an id.
    func line(knownAs providerID: String) -> Line? { line(lineByProviderID[providerID]) }

    /// Whether the provider a line is held with is there to be asked.
    func isServed(_ line: Line) -> Bool { account?.configuration.providerName == line.provider }

    var isGone: Bool { account?.health.state == .gone }

    func offers(_ operation: Capabilities.Operation) -> Bool {
        account?.capabilities.offers(operation) == true
    }

    /// Every line that can be asked about, by id.
    var servedLines: [Line] {
        lines.values.map(\.line).filter(isServed).sorted { $0.id < $1.id }
    }

    /// Lines that may still have duties.
    var planned: [Line] { plannedLines.compactMap { lines[$0]?.line } }

    /// Activations that may still receive something.
    var activations: [Line] {
        planned.filter { $0.kind == .activation && $0.state.isHeld && $0.providerID != nil }
    }

    func isAwaited(_ line: Line, at now: Instant) -> Bool {
        lines[line.id]?.isAwaited(at: now) ?? false
    }

    /// Whether a line ended by one clock and lives by another.
    func isContested(_ id: Line.ID, at moment: Moment) -> Bool {
        guard endedByClock.contains(id), let end = lines[id]?.line.expiresAt,
            let earliest = account?.clock.earliest(at: moment.now)
        else { return false }
        return end > earliest
    }

    /// The account that tracks what this one lists, in its place: one with the same key.
    var holder: String? { account?.configuration.twin ?? twin }

    // MARK: Actions

    /// Whether what an action is about can be asked for.
    func isServed(_ action: OpenAction) -> Bool {
        line(action.line).map(isServed) ?? (action.details.account == name)
    }

    /// Calls whose outcome is unknown.
    var doubts: [OpenAction] {
        actions.values.filter { $0.state == .doubt && isServed($0) }.sorted { $0.id < $1.id }
    }

    /// What is to be done with lines that nobody works on.
    var waitingActions: [OpenAction] {
        actions.values.filter { action in
            action.state == .pending && isServed(action)
                && action.line.flatMap { lines[$0]?.isBusy } != true
        }
    }

    func doubts(about line: Line.ID) -> [OpenAction] {
        actions.values.filter { $0.line == line && $0.state == .doubt }.sorted { $0.id < $1.id }
    }

    /// Whether a call of some kind is under way.
    func isUnderWay(_ isMeant: (OpenAction) -> Bool) -> Bool {
        actions.values.contains { isMeant($0) && $0.state == .running && isServed($0) }
    }

    /// Whether a call that takes money is under way, or what it took is being looked at: a second one at the
    /// same time would take its share of what is gone.
    var isTaking: Bool {
        offers(.balance) && (!comparing.isEmpty || isUnderWay { $0.kind.takesMoney })
    }

    /// Whether the balance can be read for a purchase: no other call may be moving money meanwhile.
    /// Of purchases that wait for each other the older goes first.
    func isAlone(_ id: Action.ID) -> Bool {
        !actions.values.contains { other in
            guard other.id != id, other.kind.movesMoney, other.state == .running, isServed(other)
            else { return false }
            return other.id < id || other.details.balanceBefore != nil || !other.kind.isPurchase
        }
    }

    /// By how many days a line is being extended at most; nil where it is not.
    func daysBeingBought(for id: Line.ID) -> Int? {
        actions.values.filter { $0.line == id && $0.kind == .extend }
            .compactMap(\.details.days).max()
    }

    /// Notes beside an action that is about to be carried out what a lost answer is compared with.
    func noteEvidence(before action: inout OpenAction, at moment: Moment) {
        let (expiry, bringsLine) = (line(action.line)?.expiresAt, action.kind.bringsLine)
        action.amend { details in
            details.expiryBefore = expiry
            if let clock = account?.clock, clock.isConfirmed {
                details.askedThere = clock.time(at: moment.now)
            }
            if bringsLine { details.strangers = account?.untrackedIDs.sorted() }
        }
    }

    /// Whether another order may just be taking the place of a line's.
    func isBeingReplaced(_ id: Line.ID) -> Bool {
        actions.values.contains {
            $0.line == id && ($0.kind == .swap || $0.kind == .resend)
                && ($0.state == .running || $0.state == .doubt)
        }
    }

    /// Whether an extension of a line is wanted, under way or in doubt. One of the plan's that could not be
    /// made so far holds nothing up: the window of a refund would close on it.
    func isBeingExtended(_ id: Line.ID) -> Bool {
        actions.values.contains { action in
            guard action.line == id, action.kind == .extend else { return false }
            let isWaiting = action.state == .pending && action.origin == "plan"
            return !isWaiting || action.attempts == 0 && lines[id]?.reportedConflict == nil
        }
    }
}
