import Lines
import Storage
import Transport

/// What the manager does about what it learns and is asked, in plain code that waits for nothing.
///
/// It is a value: all that is known, the time of the step, and the disk. A step reads, decides, writes,
/// and only then takes over what was written; whoever must be woken or told is noted, and told when the
/// step is over. The actor around it does nothing else than hand it one step after the other.
struct KeeperLogic {
    let disk: any Disk
    /// Gives a name that nobody else has.
    let identifier: @Sendable () -> String
    /// Prefix of every id sent to a receiver, so that ids of two installations never collide.
    let homeID: String
    /// When the database was put in the place of a later one; nil when it never was.
    let restoredAt: Instant?
    let settings: KeeperSettings
    /// What is known of accounts, their lines and what is open about them.
    var known: KeeperState
    var debts = ScriptDebts()
    var shutdown = Shutdown()
    /// The time of this step, read once.
    private(set) var moment: Moment
    /// What is to be told when this step is over.
    private(set) var news: [Signal] = []

    init(
        disk: any Disk, identifier: @escaping @Sendable () -> String, homeID: String,
        restoredAt: Instant?, settings: KeeperSettings, known: KeeperState, moment: Moment
    ) {
        self.disk = disk
        self.identifier = identifier
        self.homeID = homeID
        self.restoredAt = restoredAt
        self.settings = settings
        self.known = known
        self.moment = moment
    }

    // MARK: A step

    /// Begins a step: where somebody set the machine's clock, what waits is moved with it first.
    mutating func begin(at moment: Moment) {
        self.moment = moment
        noticeClock()
    }

    /// Hands over what is to be told.
    mutating func takeNews() -> [Signal] {
        guard !news.isEmpty else { return [] }
        defer { news = [] }
        return news
    }

    mutating func wake(_ signal: Signal) { news.append(signal) }

    mutating func wakeLanes(of account: String) {
        guard let bell = bell(of: account) else { return }
        news.append(.lanes(bell))
    }

    mutating func announce(_ records: [EventRecord]) {
        guard !records.isEmpty else { return }
        news.append(.events(records))
        if records.contains(where: { $0.payload != nil }) { wake(.scripts) }
    }

    // MARK: Finding

    var books: [String: AccountBook] {
        get { known.books }
        _modify { yield &known.books }
    }

    func line(_ id: Line.ID?) -> Line? { known.line(id) }

    func tracked(_ id: Line.ID?) -> TrackedLine? { known.tracked(id) }

    @discardableResult
    mutating func track<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        known.track(id, change)
    }

    /// The book an action is filed in; one of nobody's where it is about no account.
    func book(of action: OpenAction) -> AccountBook {
        let name = line(action.line)?.account ?? action.details.account ?? ""
        return books[name] ?? AccountBook(name, nil, policy: settings.policy)
    }

    func openAction(_ id: Action.ID) -> OpenAction? { known.openAction(id) }

    var openActions: [OpenAction] { known.openActions }

    /// The account's own time now.
    func time(of account: String) -> Instant {
        books[account]?.time(at: moment) ?? moment.now
    }

    /// The same, with the time by which something may be paid for, given back or ended.
    func reckoning(of account: String) -> Reckoning {
        books[account]?.reckoning(at: moment) ?? Reckoning(moment.now)
    }

    func bell(of account: String) -> Doorbell? { books[account]?.account?.bell }

    // MARK: Writing

    /// On disk, then in memory, then told: nothing is known or said that a crash would take back.
    @discardableResult
    mutating func write(_ changes: [Change]) throws(StoreError) -> Written {
        let written = try disk.write(changes, at: moment.now)
        known.take(written)
        announce(written.records)
        return written
    }

    /// Keeps in memory what is asked again after a start: to write it at every look would cost a flush of
    /// the disk a second for nothing.
    mutating func remember(_ line: Line) { known.remember(line) }

    /// Writes an event that is about no line in particular.
    mutating func note(kind: String, text: String, line: Line.ID? = nil) throws(StoreError) {
        try write([.event(EventRecord(at: moment.now, kind: kind, line: line, text: text))])
    }

    // MARK: The end

    /// From the first moment of an end on nothing is begun that costs or returns money.
    mutating func stopPaying() { shutdown.begin(at: moment.now) }

    func leftInDoubt() -> Int { shutdown.leftInDoubt(of: openActions) }
}
