import Accounts
import Lines
import Storage

/// The manager's complete knowledge: the books of its accounts, with an index of lines and actions.
struct KeeperState: Sendable {
    private let policy: Policy
    var clock: MachineClock
    /// Includes books of accounts with lines that config.lua no longer names.
    var books: [String: AccountBook]
    private var accountOfLine: [Line.ID: String] = [:]
    private var accountOfAction: [Action.ID: String] = [:]
    /// Open actions without an account, such as the test of a channel.
    private var channelTests: [Action.ID: OpenAction] = [:]

    init(_ accounts: [AccountState], policy: Policy, at moment: Moment) {
        self.policy = policy
        clock = MachineClock(at: moment)
        books = Dictionary(
            uniqueKeysWithValues: accounts.map { account in
                let name = account.configuration.name
                return (name, AccountBook(name, account, policy: policy))
            })
    }

    // MARK: Lines

    func line(_ id: Line.ID?) -> Line? { tracked(id)?.line }

    func tracked(_ id: Line.ID?) -> TrackedLine? {
        id.flatMap { id in accountOfLine[id].flatMap { books[$0]?.lines[id] } }
    }

    /// Changes a line's entry in place; does nothing if there is no such line.
    @discardableResult
    mutating func track<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        accountOfLine[id].flatMap { books[$0]?.change(id, change) }
    }

    /// Records whether a line ended by the clock alone.
    mutating func noteEnd(of id: Line.ID, isByClock: Bool) {
        guard let name = accountOfLine[id] else { return }
        if isByClock {
            books[name]?.endedByClock.insert(id)
        } else {
            books[name]?.endedByClock.remove(id)
        }
    }

    /// Takes over what was written to disk. Nothing else changes facts that must survive a crash.
    mutating func remember(_ written: Written) {
        for fact in written.facts {
            switch fact {
            case .line(let line):
                file(line)
                books[line.account]?.remember(line, written)
            case .goneLine(let id):
                if let name = accountOfLine.removeValue(forKey: id) {
                    books[name]?.remove(id, written)
                }
            case .moved(let lines, let old, let name):
                move(Set(lines.map(\.id)), from: old, to: name, written)
                for line in lines { books[name]?.remember(line, written) }
            case .action(let action):
                if !action.state.isOpen {
                    end(action.id, written)
                } else if action.kind != .forward || openAction(action.id) != nil {
                    file(action, written)
                }
            case .channelTest(let action): file(action, written)
            case .planned(let key, let line): track(line) { $0.note(decided: key, written) }
            case .freed(let key, let line): track(line) { $0.free(key, written) }
            case .silence(let silence, let name): books[name]?.account?.remember(silence, written)
            case .clock(let ahead, let name):
                books[name]?.account?.remember(clock: ahead, written)
            case .endpoint(let place): books[place.account]?.remember(place, written)
            case .providerIDs(let ids, let name): books[name]?.remember(providerIDs: ids, written)
            }
        }
    }

    private mutating func file(_ line: Line) {
        accountOfLine[line.id] = line.account
        guard books[line.account] == nil else { return }
        books[line.account] = AccountBook(line.account, nil, policy: policy)
    }

    /// Moves lines from one account to another.
    private mutating func move(
        _ ids: Set<Line.ID>, from old: String, to name: String, _ written: Written
    ) {
        guard var from = books.removeValue(forKey: old) else { return }
        books[name]?.remember(ids, from: &from, written)
        books[old] = from
        for id in ids where books[name]?.lines[id] != nil { accountOfLine[id] = name }
        for action in openActions where action.line.map(ids.contains) == true {
            file(action, written)
        }
    }

    /// Keeps in memory facts that the next look will report again.
    mutating func rememberUnwritten(_ line: Line) {
        books[line.account]?.rememberUnwritten(line)
    }

    // MARK: Actions

    func openAction(_ id: Action.ID) -> OpenAction? {
        accountOfAction[id].flatMap { books[$0]?.actions[id] } ?? channelTests[id]
    }

    /// Whether any open action matches, without sorting all of them.
    func hasOpen(where isMeant: (OpenAction) -> Bool) -> Bool {
        books.values.contains { $0.actions.values.contains(where: isMeant) }
            || channelTests.values.contains(where: isMeant)
    }

    /// All actions that have not ended, by id.
    var openActions: [OpenAction] {
        (books.values.flatMap(\.actions.values) + channelTests.values).sorted { $0.id < $1.id }
    }

    /// Files an open action in the book of its line or account.
    private mutating func file(_ action: OpenAction, _ written: Written) {
        let name = action.line.flatMap { accountOfLine[$0] } ?? action.details.account
        if let before = accountOfAction[action.id], before != name { end(action.id, written) }
        guard let name, books[name] != nil else {
            channelTests[action.id] = action
            return
        }
        channelTests[action.id] = nil
        accountOfAction[action.id] = name
        books[name]?.remember(action, written)
    }

    private mutating func end(_ id: Action.ID, _ written: Written) {
        channelTests[id] = nil
        guard let name = accountOfAction.removeValue(forKey: id) else { return }
        books[name]?.end(id, written)
    }

    /// The account of an action; nil for a line whose account is not configured.
    func account(of action: OpenAction) -> String? {
        guard let line = line(action.line) else { return action.details.account }
        return books[line.account]?.isServed(line) == true ? line.account : nil
    }

    // MARK: Clock

    /// Moves waiting times if the machine's clock was set.
    ///
    /// - Returns: by how much; nil if it was not.
    @discardableResult
    mutating func noticeClock(at moment: Moment) -> Duration? {
        guard let step = clock.notice(at: moment) else { return nil }
        // Iterating over the dictionary itself while changing it would copy it.
        for name in Array(books.keys) { books[name]?.shift(by: step) }
        channelTests = channelTests.mapValues { $0.shifted(by: step) }
        return step
    }
}
