import Lines
import Storage

/// All that the manager knows: the books of its accounts, and in whose book a line or an action is.
struct KeeperState: Sendable {
    private let policy: Policy
    var clock: MachineClock
    /// Lines of an account that config.lua no longer names have a book too.
    var books: [String: AccountBook]
    private var accountOfLine: [Line.ID: String] = [:]
    private var accountOfAction: [Action.ID: String] = [:]
    /// What is open and about no account, such as the test of a channel.
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

    /// Changes what is known of a line, in place; nothing where the line is not there.
    @discardableResult
    mutating func track<T>(_ id: Line.ID, _ change: (inout TrackedLine) -> T) -> T? {
        accountOfLine[id].flatMap { books[$0]?.change(id, change) }
    }

    /// Whether a line ended by the clock alone.
    mutating func noteEnd(of id: Line.ID, isByClock: Bool) {
        guard let name = accountOfLine[id] else { return }
        if isByClock {
            books[name]?.endedByClock.insert(id)
        } else {
            books[name]?.endedByClock.remove(id)
        }
    }

    /// Takes over what is on disk from now on. Nothing else changes what must outlast a crash.
    mutating func take(_ written: Written) {
        for fact in written.facts {
            switch fact {
            case .line(let line):
                file(line)
                books[line.account]?.take(line, written)
            case .goneLine(let id):
                if let name = accountOfLine.removeValue(forKey: id) {
                    books[name]?.remove(id, written)
                }
            case .moved(let lines, let old, let name):
                move(Set(lines.map(\.id)), from: old, to: name, written)
                for line in lines { books[name]?.take(line, written) }
            case .action(let action):
                if !action.state.isOpen {
                    end(action.id, written)
                } else if action.kind != .forward || openAction(action.id) != nil {
                    file(action, written)
                }
            case .channelTest(let action): file(action, written)
            case .planned(let key, let line): track(line) { $0.note(decided: key, written) }
            case .freed(let key, let line): track(line) { $0.free(key, written) }
            case .silence(let silence, let name): books[name]?.account?.take(silence, written)
            case .endpoint(let place): books[place.account]?.take(place, written)
            case .providerIDs(let ids, let name): books[name]?.take(providerIDs: ids, written)
            }
        }
    }

    private mutating func file(_ line: Line) {
        accountOfLine[line.id] = line.account
        guard books[line.account] == nil else { return }
        books[line.account] = AccountBook(line.account, nil, policy: policy)
    }

    /// Lines of one account go on under another.
    private mutating func move(
        _ ids: Set<Line.ID>, from old: String, to name: String, _ written: Written
    ) {
        guard var from = books.removeValue(forKey: old) else { return }
        books[name]?.take(ids, from: &from, written)
        books[old] = from
        for id in ids where books[name]?.lines[id] != nil { accountOfLine[id] = name }
        for action in openActions where action.line.map(ids.contains) == true {
            file(action, written)
        }
    }

    /// What the next look tells again is kept in memory alone.
    mutating func remember(_ line: Line) { books[line.account]?.remember(line) }

    // MARK: Actions

    func openAction(_ id: Action.ID) -> OpenAction? {
        accountOfAction[id].flatMap { books[$0]?.actions[id] } ?? channelTests[id]
    }

    /// Whether anything is open that is meant, without putting all of it in order.
    func hasOpen(where isMeant: (OpenAction) -> Bool) -> Bool {
        books.values.contains { $0.actions.values.contains(where: isMeant) }
            || channelTests.values.contains(where: isMeant)
    }

    /// All that is not ended, by id.
    var openActions: [OpenAction] {
        (books.values.flatMap(\.actions.values) + channelTests.values).sorted { $0.id < $1.id }
    }

    /// Files an action that is not ended with what it is about.
    private mutating func file(_ action: OpenAction, _ written: Written) {
        let name = action.line.flatMap { accountOfLine[$0] } ?? action.details.account
        if let before = accountOfAction[action.id], before != name { end(action.id, written) }
        guard let name, books[name] != nil else {
            channelTests[action.id] = action
            return
        }
        channelTests[action.id] = nil
        accountOfAction[action.id] = name
        books[name]?.take(action, written)
    }

    private mutating func end(_ id: Action.ID, _ written: Written) {
        channelTests[id] = nil
        guard let name = accountOfAction.removeValue(forKey: id) else { return }
        books[name]?.end(id, written)
    }

    /// Nil for what is about a line whose account is not there.
    func account(of action: OpenAction) -> String? {
        guard let line = line(action.line) else { return action.details.account }
        return books[line.account]?.isServed(line) == true ? line.account : nil
    }

    // MARK: Clock

    /// Where somebody set the machine's clock, what waits is moved with it.
    mutating func noticeClock(at moment: Moment) {
        guard let step = clock.notice(at: moment) else { return }
        // Gone through by itself, a dictionary that is changed meanwhile is copied.
        for name in Array(books.keys) { books[name]?.shift(by: step) }
        channelTests = channelTests.mapValues { $0.shifted(by: step) }
    }
}
