import Accounts
import Lines
import Storage
import Transport

/// Loads the state from the store at a start.
extension KeeperLogic {
    /// - Returns: the logic, and sentences that a person should read at the start.
    static func takingUp(
        _ store: Store, _ accounts: [Account], _ settings: KeeperSettings,
        identifier: @escaping @Sendable () -> String, at moment: Moment
    ) throws(StoreError) -> (KeeperLogic, notices: [String]) {
        let now = moment.now
        let silences = try store.silences(now: now)
        let low = try store.lowBalances()
        let clocks = try store.clocks()
        var known = KeeperState(
            accounts.map {
                AccountState(
                    $0, silence: silences[$0.name], isLow: low.contains($0.name),
                    clock: clocks[$0.name], now: now)
            },
            policy: settings.policy, at: moment)
        let homeID = try store.homeID(orElse: String(identifier().prefix(12)))
        let restoredAt = try store.restoredAt()
        try recover(store, settings, at: now)
        let notices =
            try reportUnreadable(in: store, at: now)
            + holdOrphans(in: store, known.books, at: now)
            + accounts.compactMap { account in
                account.twin.map { remark(on: account.name, twin: $0) }
            }
        let recovery = Recovery(now: now)
        let lines = try store.lines()
        let providers = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.provider) })
        // Everything loaded is on disk already.
        var found = Written()
        for line in lines { found.add(.line(recovery.unasked(line))) }
        // Books of accounts that are not configured exist only from here on.
        known.remember(found)
        found = Written()
        for name in known.books.keys {
            let provider = known.books[name]?.account?.configuration.providerName
            // A line that cannot be read is still held there: it must not be adopted as another.
            let ids = try store.providerIDs(of: name)
                .filter { provider == nil || (providers[$0.value] ?? provider) == provider }
            found.add(.providerIDs(ids, of: name))
        }
        for action in try store.actions(in: [.pending, .running, .doubt])
        where action.kind != .forward {
            found.add(.action(OpenAction(action)))
        }
        // Ended lines are many. Should one come back to life, its keys are still unique on disk.
        let held = lines.filter { !$0.state.isEnded }.map(\.id)
        for (key, id) in try store.decidedKeys(of: held) {
            found.add(.planned(key: key, on: id))
        }
        known.remember(found)
        for line in lines where line.state == .expired {
            if let end = line.expiresAt, end > now { known.noteEnd(of: line.id, isByClock: true) }
        }
        var logic = KeeperLogic(
            disk: store, identifier: identifier, homeID: homeID, restoredAt: restoredAt,
            settings: settings, known: known, moment: moment)
        logic.debts = ScriptDebts(retries: try store.eventRetries())
        logic.resumeTroubles(
            try store.troubles(), sent: try store.alerts(since: now - .hours(1)), at: now)
        try logic.resumeComparing(try store.owedComparisons())
        return (logic, notices)
    }

    /// Reports lines and actions that cannot be read. Their rows are kept as they are, and
    /// everything else goes on.
    ///
    /// - Returns: notices about them for a person.
    private static func reportUnreadable(
        in store: Store, at now: Instant
    ) throws(StoreError) -> [String] {
        let lines = try store.unreadableLines()
        let actions = try store.actionsOfUnknownState()
        let events =
            lines.map { line in
                EventRecord(at: now, kind: "unreadable", line: line.id, text: line.notice)
            }
            + actions.map { id, state in
                EventRecord(
                    at: now, kind: "unreadable",
                    text: "Action \(id) cannot be read: this version does not know the state "
                        + "\"\(state.prefix(40))\". It is kept and not carried out.")
            }
        try store.write(events.map { .event($0) }, at: now)
        return events.map(\.text)
    }

    /// Repairs what the previous run left behind, in the order in which the steps depend on each
    /// other.
    private static func recover(
        _ store: Store, _ settings: KeeperSettings, at now: Instant
    ) throws(StoreError) {
        let recovery = Recovery(now: now)
        let unknown = try store.endUnknownActions(at: now)
        let known = Set(try store.lines().map(\.id))
        try store.write(
            recovery.tell(ofUnknown: unknown)
                + recovery.setAside(
                    try store.actions(in: [.pending]), lines: known,
                    unreadable: Set(try store.unreadableLines().map(\.id))), at: now)
        let last = try store.latestEvents(limit: 1).first?.at
        if last.map(recovery.isSetBack) == true {
            let open = try store.actions(in: [.pending, .running, .doubt])
            try store.write(
                recovery.followClock(
                    lastWritten: last, open: open.filter { $0.kind != .forward }), at: now)
        }
        let interrupted = try store.actions(in: [.running])
        let ids = Set(interrupted.compactMap(\.line))
        let lines = interrupted.isEmpty ? [] : try store.lines().filter { ids.contains($0.id) }
        try store.write(
            recovery.resume(
                interrupted, lines: Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0) })),
            at: now)
        let rentals = settings.policy.rentals
        let isWanted = rentals.extendBefore != nil && rentals.extendDays != nil
        try store.freeFailedExtensions()
        for action in try store.actions(in: [.pending])
        where action.origin == "plan" && action.kind == .extend {
            try store.write([recovery.revise(action, isWanted: isWanted)], at: now)
        }
    }

    /// Ends waiting actions on lines whose account is not configured.
    ///
    /// - Returns: notices about them for a person.
    private static func holdOrphans(
        in store: Store, _ books: [String: AccountBook], at now: Instant
    ) throws(StoreError) -> [String] {
        let orphans = Orphans(books)
        // Lines of the person's own numbers go on under another name by themselves.
        let lines = orphans.among(try store.lines()).filter { line in
            !books.values.contains { $0.account?.configuration.names(line) == true }
        }
        guard !lines.isEmpty else { return [] }
        let waiting = try store.actions(in: [.pending]).filter { $0.kind != .forward }
        try store.write(orphans.end(waiting, for: lines, at: now), at: now)
        let notices = orphans.notices(of: lines, at: now)
        try store.write(
            notices.map { .event(EventRecord(at: now, kind: "account_missing", text: $0)) },
            at: now)
        return notices
    }
}
