import Accounts
import Lines
import Storage
import Transport

/// The manager's rules and the order in which they run, in plain code that waits for nothing.
///
/// It is a value: all known facts, the time of the step, and the disk. A step reads, decides,
/// writes, and only then takes over what was written. Signals to services and watchers are
/// collected and sent after the step. The actor around it only runs one step after the other.
struct KeeperLogic {
    let disk: any Disk
    /// Returns a unique identifier.
    let identifier: @Sendable () -> String
    /// Prefix of every id sent to a receiver, so that ids of two installations never collide.
    let homeID: String
    /// When an earlier copy of the database was restored; nil if that never happened.
    let restoredAt: Instant?
    let settings: KeeperSettings
    /// Accounts, their lines and their open actions.
    var known: KeeperState
    var debts = ScriptDebts()
    var brakes = ScriptBrakes()
    var shutdown = Shutdown()
    /// The configured channels, once they are known.
    var channels: Set<String>?
    /// When channels that are sent so much at most were sent something.
    var sentTo: [String: [Instant]] = [:]
    /// Troubles and what was told of them, and as they are on disk.
    var troubles = TroubleBook()
    var storedTroubles: [Trouble.Key: TroubleEntry] = [:]
    var notes = ChannelNotes()
    /// The time of this step, read once.
    private(set) var moment: Moment
    /// Signals to send after this step.
    private(set) var signals: [Signal] = []

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

    /// Begins a step. If the machine's clock was set, waiting times are moved first.
    mutating func begin(at moment: Moment) {
        self.moment = moment
        noticeClock()
    }

    mutating func takeSignals() -> [Signal] {
        guard !signals.isEmpty else { return [] }
        defer { signals = [] }
        return signals
    }

    mutating func wake(_ signal: Signal) { signals.append(signal) }

    mutating func wakeLanes(of account: String) {
        guard let signal = signal(of: account) else { return }
        signals.append(.lanes(signal))
    }

    mutating func announce(_ records: [EventRecord]) {
        guard !records.isEmpty else { return }
        signals.append(.events(records))
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

    /// The book that contains an action; an empty one for an action without an account.
    func book(of action: OpenAction) -> AccountBook {
        let name = line(action.line)?.account ?? action.details.account ?? ""
        return books[name] ?? AccountBook(name, nil, policy: settings.policy)
    }

    func openAction(_ id: Action.ID) -> OpenAction? { known.openAction(id) }

    var openActions: [OpenAction] { known.openActions }

    /// The current time of the account's provider.
    func time(of account: String) -> Instant {
        books[account]?.time(at: moment) ?? moment.now
    }

    /// The same, with the *sure* time by which something may be paid for, refunded or ended.
    func reckoning(of account: String) -> Reckoning {
        books[account]?.reckoning(at: moment) ?? Reckoning(moment.now)
    }

    func signal(of account: String) -> WakeSignal? { books[account]?.account?.signal }

    // MARK: Writing

    /// Writes to disk, then to memory, then sends signals: nothing is known or reported that a
    /// crash would undo.
    @discardableResult
    mutating func write(_ changes: [Change]) throws(StoreError) -> Written {
        let written = try disk.write(changes, at: moment.now)
        known.remember(written)
        announce(written.records)
        return written
    }

    /// Keeps in memory facts that are asked for again after a start. Writing them on every look
    /// would flush the disk once a second for nothing.
    mutating func rememberUnwritten(_ line: Line) { known.rememberUnwritten(line) }

    /// Writes a single event.
    mutating func note(kind: String, text: String, line: Line.ID? = nil) throws(StoreError) {
        try write([.event(EventRecord(at: moment.now, kind: kind, line: line, text: text))])
    }

    // MARK: The end

    /// From the beginning of a shutdown, no call that costs or returns money is begun.
    mutating func stopPaying() { shutdown.begin(at: moment.now) }

    func leftInDoubt() -> Int { shutdown.leftInDoubt(of: openActions) }
}
