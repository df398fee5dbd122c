import Lines
import Storage
import Transport

/// What a start takes up of what the store holds.
extension KeeperLogic {
    /// - Returns: the logic, and what a person should know at the start, a sentence each.
    static func takingUp(
        _ store: Store, _ accounts: [Account], _ settings: KeeperSettings,
        identifier: @escaping @Sendable () -> String, at moment: Moment
    ) throws(StoreError) -> (KeeperLogic, notices: [String]) {
        let now = moment.now
        let silences = try store.silences(now: now)
        var known = KeeperState(
            accounts.map { AccountState($0, silence: silences[$0.name], now: now) },
            policy: settings.policy, at: moment)
        let homeID = try store.homeID(orElse: String(identifier().prefix(12)))
        let restoredAt = try store.restoredAt()
        try setAside(store, at: now)
        try recover(store, at: now)
        try revisePlanned(store, settings, at: now)
        let notices =
            try holdOrphans(in: store, known.books, at: now)
            + accounts.compactMap { account in
                account.twin.map { remark(on: account.name, twin: $0) }
            }
        let lines = try store.lines()
        let providers = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.provider) })
        for line in lines {
            known.takeUp(TrackedLine(unasked(line, at: now)))
            if line.state == .expired, let end = line.expiresAt, end > now {
                known.noteEnd(of: line.id, isByClock: true)
            }
        }
        for name in known.books.keys {
            let provider = known.books[name]?.account?.configuration.providerName
            known.books[name]?.lineByProviderID = try store.providerIDs(of: name)
                .filter { provider == nil || providers[$0.value] == provider }
        }
        for action in try store.actions(in: [.pending, .running, .doubt])
        where action.kind != .forward {
            known.keepOpen(OpenAction(action))
        }
        for (key, id) in try store.planKeys() {
            known.track(id) { _ = $0.decidedKeys.insert(key) }
        }
        let logic = KeeperLogic(
            disk: store, identifier: identifier, homeID: homeID, restoredAt: restoredAt,
            settings: settings, known: known, moment: moment)
        return (logic, notices)
    }
}
