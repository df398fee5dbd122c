package import Lines
package import Storage
package import Transport

/// Owns the lines: takes in what is learned of them and writes what follows, and says what is next.
///
/// Every method here that changes something reads, decides and writes without an `await` in between,
/// so no two of them can act on the same fact. Whatever must wait (providers, scripts, channels,
/// time) is done by the services around it, which come back with the outcome.
package actor Keeper {
    package nonisolated let store: Store
    package nonisolated let world: World
    package nonisolated let hub = EventHub()
    /// Rung when there are messages, events or timers for the scripts.
    package nonisolated let scriptBell = Doorbell()
    /// Rung when there are forwards to deliver.
    package nonisolated let outboxBell = Doorbell()
    /// Rung when an action has come to something.
    nonisolated let newsBell = Doorbell()

    /// Makes ids that leave the house unlike those of any other house.
    let homeID: String
    /// When the database was put in the place of a later one; nil when it never was.
    let restoredAt: Instant?
    /// What a person should know at the start, a sentence each.
    package nonisolated let startNotices: [String]
    var settings: KeeperSettings
    /// What is known of accounts, their lines and what is open about them.
    var state: KeeperState
    var debts = ScriptDebts()
    private(set) var shutdown = Shutdown()

    /// Takes up what the store holds. Paid calls that were under way when the last run ended have an
    /// unknown outcome and become doubts here, before anything else can happen.
    package init(
        store: Store, world: World, accounts: [Account], settings: KeeperSettings
    ) throws(StoreError) {
        self.store = store
        self.world = world
        self.settings = settings
        let now = world.now()
        let silences = try store.silences(now: now)
        state = KeeperState(
            accounts.map { AccountState($0, silence: silences[$0.name], now: now) },
            policy: settings.policy, at: Moment(world))
        homeID = try store.homeID(orElse: String(world.identifier().prefix(12)))
        restoredAt = try store.restoredAt()
        try Self.setAside(store, at: now)
        try Self.recover(store, at: now)
        try Self.revisePlanned(store, settings, at: now)
        startNotices =
            try Self.holdOrphans(in: store, state.books, at: now)
            + accounts.compactMap { account in
                account.twin.map { Self.remark(on: account.name, twin: $0) }
            }
        let known = try store.lines()
        let providers = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0.provider) })
        for line in known {
            state.takeUp(TrackedLine(Self.unasked(line, at: now)))
            if line.state == .expired, let end = line.expiresAt, end > now {
                state.noteEnd(of: line.id, isByClock: true)
            }
        }
        for name in state.books.keys {
            let provider = state.books[name]?.account?.configuration.providerName
            state.books[name]?.lineByProviderID = try store.providerIDs(of: name)
                .filter { provider == nil || providers[$0.value] == provider }
        }
        for action in try store.actions(in: [.pending, .running, .doubt])
        where action.kind != .forward {
            state.keepOpen(OpenAction(action))
        }
        for (key, id) in try store.planKeys() {
            state.track(id) { _ = $0.decidedKeys.insert(key) }
        }
    }

    // MARK: Finding

    var moment: Moment { Moment(world) }

    var books: [String: AccountBook] {
        get { state.books }
        _modify { yield &state.books }
    }

    func line(_ id: Line.ID?) -> Line? { state.line(id) }

    func tracked(_ id: Line.ID?) -> TrackedLine? { state.tracked(id) }

    @discardableResult
    func track<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        state.track(id, change)
    }

    /// The book an action is filed in; one of nobody's where it is about no account.
    func book(of action: OpenAction) -> AccountBook {
        let name = line(action.line)?.account ?? action.details.account ?? ""
        return books[name] ?? AccountBook(name, nil, policy: settings.policy)
    }

    func openAction(_ id: Action.ID) -> OpenAction? { state.openAction(id) }

    var openActions: [OpenAction] { state.openActions }

    func keepOpen(_ action: OpenAction) { state.keepOpen(action) }

    func endOpen(_ id: Action.ID) { state.endOpen(id) }

    /// The account's own time now.
    func time(of account: String) -> Instant {
        books[account]?.time(at: moment) ?? world.now()
    }

    /// The same, with the time by which something may be paid for, given back or ended.
    func reckoning(of account: String) -> Reckoning {
        books[account]?.reckoning(at: moment) ?? Reckoning(world.now())
    }

    /// Writes a line's new state with the events it brought, and shows it to the world.
    func commit(
        _ line: Line, _ events: [LineEvent] = [],
        also changes: (Transaction) throws -> Void = { _ in }
    ) throws(StoreError) {
        let at = world.now()
        let records = try store.write { database in
            try database.update(line)
            try changes(database)
            return try events.map { event in
                try database.append(EventRecord(event, of: line, at: at))
            }
        }
        take(line)
        announce(records)
    }

    /// Keeps a line's new state in memory, where every question is answered from.
    func take(_ line: Line) { state.take(line) }

    func announce(_ records: [EventRecord]) {
        hub.publish(records)
        if records.contains(where: { $0.payload != nil }) { scriptBell.ring() }
    }

    /// Writes an event that is about no line in particular.
    package func note(kind: String, text: String, line: Line.ID? = nil) throws(StoreError) {
        let event = EventRecord(at: world.now(), kind: kind, line: line, text: text)
        announce([try store.write { try $0.append(event) }])
    }

    // MARK: The end

    /// From the first moment of an end on nothing is begun that costs or returns money.
    package func stopPaying() { shutdown.begin(at: world.now()) }

    /// Whether a call that costs or returns money is under way.
    package var isPaying: Bool { shutdown.paidCalls > 0 }

    /// Begins nothing new, and returns when no paid call is under way any more, or after `limit`.
    /// What its answer cannot be written down for is not waited for: it is a doubt either way.
    func close(within limit: Duration) async {
        stopPaying()
        let deadline = world.uptime() + limit
        while isPaying, world.uptime() < deadline, store.trouble == nil {
            try? await world.sleep(.milliseconds(50))
            if Task.isCancelled { return }
        }
    }

    func beginPaidCall() -> Bool { shutdown.beginPaidCall() }

    func endPaidCall() { shutdown.endPaidCall() }

    package func leftInDoubt() -> Int { shutdown.leftInDoubt(of: openActions) }

    func bell(of account: String) -> Doorbell? { books[account]?.account?.bell }

    func ringLanes(of account: String) { bell(of: account)?.ring() }
}
