package import Lines
package import Providers
package import Storage
import Transport

/// One account with its lines and open actions: everything that a rule about them may read.
///
/// It knows no other account, no store, and no time except the moment passed in.
package struct AccountBook: Sendable {
    package let name: String
    package let policy: Policy
    /// State of the provider connection; nil if config.lua does not name the account. Its lines are
    /// then kept as they are and nobody is asked about them.
    package var account: AccountState?
    /// Every line of the account, including ended ones.
    package private(set) var lines: [Line.ID: TrackedLine] = [:]
    /// Lines by every provider id they have ever had.
    package private(set) var lineByProviderID: [String: Line.ID] = [:]
    /// Lines that may still have duties. Ended lines are left out because their number only grows.
    package var plannedLines = SortedSet<Line.ID>()
    /// Lines that ended by the clock alone, without confirmation by the provider.
    package var endedByClock: Set<Line.ID> = []
    /// Actions that have not ended.
    package private(set) var actions: [Action.ID: OpenAction] = [:]
    /// Lines for which the provider has announced news.
    package var looks = LookQueue()
    /// Paid calls whose price is being compared with the balance.
    package var comparing: [Action.ID: Comparison] = [:]
    /// Paid calls that no balance reading has accounted for yet.
    package var toCompare: [Action.ID: Comparison] = [:]
    /// The last fall of the balance that nothing explains yet.
    package var fall: UnexplainedFall?
    /// Another account that tracks this account's lines, as seen in the lists.
    package var twin: String?
    /// The webhook address of the provider.
    package private(set) var pushEndpoint: PushEndpoint?

    package init(_ name: String, _ account: AccountState?, policy: Policy) {
        self.name = name
        self.account = account
        self.policy = policy
    }

    /// Changes a line's entry in place; does nothing if there is no such line.
    @discardableResult
    package mutating func change<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        guard let index = lines.index(forKey: id) else { return nil }
        return change(&lines.values[index])
    }

    /// Changes the entries of all lines that match.
    mutating func changeAll(
        where isMeant: (TrackedLine) -> Bool, _ change: (inout TrackedLine) -> Void
    ) {
        for index in lines.values.indices where isMeant(lines.values[index]) {
            change(&lines.values[index])
        }
    }

    /// Lifts all backoffs. Failed writes looked like failures of the provider.
    package mutating func forgetBackoffs() {
        changeAll(where: { $0.backoff != nil }) { $0.backoff = nil }
    }

    // MARK: Writes

    /// Takes over a line as it was written.
    package mutating func remember(_ line: Line, _ written: Written) {
        if lines[line.id] == nil { lines[line.id] = TrackedLine(line) }
        lines[line.id]?.remember(line, written)
        note(line)
    }

    /// Keeps in memory facts that the next look will report again.
    package mutating func rememberUnwritten(_ line: Line) {
        guard lines[line.id] != nil else { return }
        lines[line.id]?.rememberUnwritten(line)
        note(line)
    }

    private mutating func note(_ line: Line) {
        guard isServed(line) else { return }
        plannedLines.insert(line.id)
        if let providerID = line.providerID { lineByProviderID[providerID] = line.id }
    }

    @discardableResult
    package mutating func remove(_ id: Line.ID, _: Written) -> TrackedLine? {
        plannedLines.remove(id)
        endedByClock.remove(id)
        looks.remove(id)
        return lines.removeValue(forKey: id)
    }

    /// Takes over lines that another name of the same account held, with everything known about
    /// them.
    package mutating func remember(
        _ ids: Set<Line.ID>, from other: inout AccountBook, _ written: Written
    ) {
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

    package mutating func remember(_ action: OpenAction, _: Written) { actions[action.id] = action }

    package mutating func end(_ id: Action.ID, _: Written) { actions[id] = nil }

    package mutating func remember(_ place: PushEndpoint, _: Written) { pushEndpoint = place }

    /// All provider ids of lines, loaded at the start.
    package mutating func remember(providerIDs: [String: Line.ID], _: Written) {
        lineByProviderID = providerIDs
    }

    /// Moves waiting actions after the machine's clock was set. They are written with the next
    /// change.
    mutating func shiftActions(by step: Duration) {
        actions = actions.mapValues { $0.shifted(by: step) }
    }

    // MARK: Time

    /// The provider's time.
    package func time(at moment: Moment) -> Instant {
        account?.clock.time(at: moment.now) ?? moment.now
    }

    /// The same, with the *sure* time by which something may be paid for, refunded or ended.
    package func reckoning(at moment: Moment) -> Reckoning {
        account?.clock.reckoning(at: moment.now) ?? Reckoning(moment.now)
    }

    // MARK: Lines

    package func line(_ id: Line.ID?) -> Line? { id.flatMap { lines[$0]?.line } }

    /// The line that has or once had this id at the provider.
    package func line(knownAs providerID: String) -> Line? { line(lineByProviderID[providerID]) }

    /// Whether the line's provider is configured under this account.
    package func isServed(_ line: Line) -> Bool {
        account?.configuration.providerName == line.provider
    }

    package var isGone: Bool { account?.health.state == .gone }

    package func offers(_ operation: Capabilities.Operation) -> Bool {
        account?.capabilities.offers(operation) == true
    }

    /// All lines whose provider can be asked, by id.
    package var servedLines: [Line] {
        lines.values.map(\.line).filter(isServed).sorted { $0.id < $1.id }
    }

    /// Lines that may still have duties.
    package var planned: [Line] { plannedLines.compactMap { lines[$0]?.line } }

    /// Activations that may still receive a message.
    package var activations: [Line] {
        planned.filter { $0.kind == .activation && $0.state.isHeld && $0.providerID != nil }
    }

    package func isAwaited(_ line: Line, at now: Instant) -> Bool {
        lines[line.id]?.isAwaited(at: now) ?? false
    }

    func isEager(_ line: Line, at now: Instant) -> Bool {
        lines[line.id]?.eagerUntil(policy.polling.eager, now: now) != nil
    }

    /// Whether a line has ended by one clock and is alive by another.
    func isContested(_ id: Line.ID, at moment: Moment) -> Bool {
        guard endedByClock.contains(id), let end = lines[id]?.line.expiresAt,
            let earliest = account?.clock.earliest(at: moment.now)
        else { return false }
        return end > earliest
    }

    /// The account that tracks this account's lines instead: one with the same key.
    package var holder: String? { account?.configuration.twin ?? twin }

    // MARK: Actions

    /// Whether the provider can be asked to carry out the action.
    package func isServed(_ action: OpenAction) -> Bool {
        line(action.line).map(isServed) ?? (action.details.account == name)
    }

    /// Calls whose outcome is unknown.
    package var doubts: [OpenAction] {
        actions.values.filter { $0.state == .doubt && isServed($0) }.sorted { $0.id < $1.id }
    }

    /// Pending actions on lines that no lane is working on.
    package var waitingActions: [OpenAction] {
        actions.values.filter { action in
            action.state == .pending && isServed(action)
                && action.line.flatMap { lines[$0]?.isBusy } != true
        }
    }

    package func doubts(about line: Line.ID) -> [OpenAction] {
        actions.values.filter { $0.line == line && $0.state == .doubt }.sorted { $0.id < $1.id }
    }

    /// Whether a matching call is running.
    package func isUnderWay(_ isMeant: (OpenAction) -> Bool) -> Bool {
        actions.values.contains { isMeant($0) && $0.state == .running && isServed($0) }
    }

    /// Whether a call that takes money is running or its cost is being compared with the balance. A
    /// second one at the same time would be mixed up in the difference.
    package var isTaking: Bool {
        offers(.balance) && (!comparing.isEmpty || isUnderWay { $0.kind.takesMoney })
    }

    /// Whether the balance can be read for a purchase: no other call may be moving money meanwhile.
    /// Of purchases that wait for each other, the older one goes first.
    package func isAlone(_ id: Action.ID) -> Bool {
        !actions.values.contains { other in
            guard other.id != id, other.kind.movesMoney, other.state == .running, isServed(other)
            else { return false }
            return other.id < id || other.details.balanceBefore != nil || !other.kind.isPurchase
        }
    }

    /// The largest number of days of all open extensions of a line; nil if there are none.
    package func daysBeingBought(for id: Line.ID) -> Int? {
        actions.values.filter { $0.line == id && $0.kind == .extend }
            .compactMap(\.details.days).max()
    }

    /// Records beside an action that is about to run what a lost answer will be compared with.
    package func noteEvidence(before action: inout OpenAction, at moment: Moment) {
        let (expiry, bringsLine) = (line(action.line)?.expiresAt, action.kind.bringsLine)
        action.updateDetails { details in
            details.expiryBefore = expiry
            if let clock = account?.clock, clock.isConfirmed {
                details.askedThere = clock.time(at: moment.now)
            }
            if bringsLine { details.untrackedIDs = account?.untrackedIDs.sorted() }
        }
    }

    /// Whether another order may be replacing the line's order right now.
    package func isBeingReplaced(_ id: Line.ID) -> Bool {
        actions.values.contains {
            $0.line == id && ($0.kind == .swap || $0.kind == .resend)
                && ($0.state == .running || $0.state == .doubt)
        }
    }

    /// Whether an extension of a line is waiting, running or in doubt. A planned extension that has
    /// failed so far does not count: it would hold up a refund until its window closed.
    package func isBeingExtended(_ id: Line.ID) -> Bool {
        actions.values.contains { action in
            guard action.line == id, action.kind == .extend else { return false }
            let isWaiting = action.state == .pending && action.origin == "plan"
            return !isWaiting || action.attempts == 0 && lines[id]?.reportedConflict == nil
        }
    }
}
