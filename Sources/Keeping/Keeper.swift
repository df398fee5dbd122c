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
    var accounts: [String: AccountState]
    var lines: [Line.ID: Line] = [:]
    /// Lines by account and any id the provider ever knew them by.
    var linesByProviderID: [String: [String: Line.ID]] = [:]
    /// Actions for providers that are not ended.
    var open: [Action.ID: OpenAction] = [:]
    /// The last list of messages stored for each line.
    var seenLists: [Line.ID: SeenList] = [:]
    /// Lines whose last look brought nothing but an error: how often in a row, and until when they
    /// are left alone.
    var troubled: [Line.ID: (failures: Int, until: Instant)] = [:]
    /// Since when the provider has denied knowing a line; believed when it does so twice.
    var denied: [Line.ID: Instant] = [:]
    /// Since when a rental is missing from its provider's list.
    var unlisted: [Line.ID: Instant] = [:]
    /// By how much the clock was set forward, and at what uptime: the latest hundred times.
    var forwardSteps: [(at: Duration, step: Duration)] = []
    /// The machine's clock as it was last seen.
    var wall: WallClock
    /// By how much it was set that is not on disk yet.
    var unwrittenStep = Duration.zero
    /// When another code or number was last asked for on a line, in uptime: what was asked before that
    /// is about the one before it.
    var replacedAt: [Line.ID: Duration] = [:]
    /// The handlers of each script that was loaded.
    var handlers: [String: Set<String>] = [:]
    /// How often each timer's run failed in a row.
    var timerFailures: [Int64: Int] = [:]
    /// Events on which a script failed, and which are told once more.
    var eventRetries: [Int64: EventRetry] = [:]
    /// Since when scripts that are owed something are not in the folder, in uptime.
    var missingScripts: [String: Duration] = [:]
    /// The manager is ending: what is under way is finished, nothing new is begun.
    var isClosing = false
    private var closingSince: Instant?
    /// How many calls that cost or return money are under way.
    private(set) var paidCalls = 0
    /// Lines a lane is working on now.
    var busy: Set<Line.ID> = []
    /// Where providers may call, by account.
    var places: [String: PushPlace] = [:]
    /// How many messages of a rental were said to be told to webhooks only.
    var untold: [Line.ID: Int] = [:]
    /// Lines whose messages are too many to be read in one answer, as was said.
    var unread: Set<Line.ID> = []
    /// Lines that are to be looked at before anything else, since their provider told that there is news,
    /// in the order they were told of.
    var summoned: [Line.ID: UInt64] = [:]
    var summons: UInt64 = 0
    /// What is known of each line between two looks.
    var sights: [Line.ID: Sight] = [:]
    /// Lines of each account with which something may still be done: those that have ended are many.
    var tended: [String: SortedSet<Line.ID>] = [:]
    /// Lines that ended by the clock alone, since their provider had its say of it.
    var outrun: Set<Line.ID> = []
    /// Until when somebody waits for a message on a line.
    var awaited: [Line.ID: Instant] = [:]
    /// Accounts whose lines another one tracks, as the lists showed.
    var twins: [String: String] = [:]
    /// Paid calls whose price is being compared with the balance.
    var comparing: [Action.ID: Comparison] = [:]
    /// Those that no balance has told of yet.
    var toCompare: [Action.ID: Comparison] = [:]
    /// What the next extension of each rental costs, as far as that was asked.
    var outlooks: [Line.ID: (outlook: ExtensionOutlook, at: Instant)] = [:]
    /// The last conflict that was told of a rental.
    var toldConflicts: [Line.ID: String] = [:]
    /// What the plan decided already: keys of its actions.
    var decided: Set<String> = []

    /// Takes up what the store holds. Paid calls that were under way when the last run ended have an
    /// unknown outcome and become doubts here, before anything else can happen.
    package init(
        store: Store, world: World, accounts: [Account], settings: KeeperSettings
    ) throws(StoreError) {
        self.store = store
        self.world = world
        self.settings = settings
        wall = WallClock(world)
        let now = world.now()
        let silences = try store.silences(now: now)
        self.accounts = Dictionary(
            uniqueKeysWithValues: accounts.map {
                ($0.name, AccountState($0, silence: silences[$0.name], now: now))
            })
        homeID = try store.homeID(orElse: String(world.identifier().prefix(12)))
        restoredAt = try store.restoredAt()
        try Self.setAside(store, at: now)
        try Self.recover(store, at: now)
        try Self.revisePlanned(store, settings, at: now)
        startNotices =
            try Self.holdOrphans(in: store, self.accounts, at: now)
            + accounts.compactMap { account in
                account.twin.map { Self.remark(on: account.name, twin: $0) }
            }
        let known = try store.lines()
        for line in known {
            lines[line.id] = Self.unasked(line, at: now)
            guard Self.isServed(line, by: self.accounts) else { continue }
            tended[line.account, default: []].insert(line.id)
        }
        outrun = Set(
            known.filter { line in
                line.state == .expired && (line.expiresAt.map { $0 > now } ?? false)
            }.map(\.id))
        let providers = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0.provider) })
        for name in Set(accounts.map(\.name)).union(known.map(\.account)) {
            let provider = self.accounts[name]?.account.providerName
            linesByProviderID[name] = try store.providerIDs(of: name)
                .filter { provider == nil || providers[$0.value] == provider }
        }
        for action in try store.actions(in: [.pending, .running, .doubt])
        where action.kind != .forward {
            open[action.id] = OpenAction(action)
        }
        decided = try store.planKeys()
    }

    /// The account's own time now.
    func time(of account: String) -> Instant {
        accounts[account]?.clock.time(at: world.now()) ?? world.now()
    }

    /// The same, with the time by which something may be paid for, given back or ended.
    func reckoning(of account: String) -> Reckoning {
        accounts[account]?.clock.reckoning(at: world.now()) ?? Reckoning(world.now())
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
    func take(_ line: Line) {
        lines[line.id] = line
        guard hasAccount(line) else { return }
        tended[line.account, default: []].insert(line.id)
        sights[line.id]?.plan = nil
        if let providerID = line.providerID {
            linesByProviderID[line.account, default: [:]][providerID] = line.id
        }
    }

    func announce(_ records: [EventRecord]) {
        hub.publish(records)
        if records.contains(where: { $0.payload != nil }) { scriptBell.ring() }
    }

    /// Writes an event that is about no line in particular.
    package func note(kind: String, text: String, line: Line.ID? = nil) throws(StoreError) {
        let event = EventRecord(at: world.now(), kind: kind, line: line, text: text)
        announce([try store.write { try $0.append(event) }])
    }

    /// From the first moment of an end on nothing is begun that costs or returns money.
    package func stopPaying() {
        guard closingSince == nil else { return }
        isClosing = true
        closingSince = world.now()
    }

    /// Whether a call that costs or returns money is under way.
    package var isPaying: Bool { paidCalls > 0 }

    /// Begins nothing new, and returns when no paid call is under way any more, or after `limit`.
    /// What its answer cannot be written down for is not waited for: it is a doubt either way.
    func close(within limit: Duration) async {
        stopPaying()
        let deadline = world.uptime() + limit
        while paidCalls > 0, world.uptime() < deadline, store.trouble == nil {
            try? await world.sleep(.milliseconds(50))
            if Task.isCancelled { return }
        }
    }

    /// A call that costs or returns money is about to be made; false when it must not be, because
    /// the end waits for the ones that are under way and not for ones still to be made.
    func beginPaidCall() -> Bool {
        guard !isClosing else { return false }
        paidCalls += 1
        return true
    }

    func endPaidCall() { paidCalls -= 1 }

    /// How many paid calls were given up on since the end began: their outcome is unknown.
    package func leftInDoubt() -> Int {
        guard let closingSince else { return 0 }
        return open.values.count { action in
            guard action.kind.movesMoney else { return false }
            if action.state == .running { return true }
            return action.state == .doubt
                && action.details.doubtSince.map { $0 >= closingSince } ?? false
        }
    }

    func bell(of account: String) -> Doorbell? { accounts[account]?.bell }

    func ringLanes(of account: String) {
        accounts[account]?.bell.ring()
    }
}
