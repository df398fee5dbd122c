import Lines

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

    /// A line as a start finds it.
    mutating func takeUp(_ tracked: TrackedLine) {
        let line = tracked.line
        file(line)
        books[line.account]?.lines[line.id] = tracked
        if books[line.account]?.isServed(line) == true {
            books[line.account]?.plannedLines.insert(line.id)
        }
    }

    /// A line as it is from now on.
    mutating func take(_ line: Line) {
        file(line)
        books[line.account]?.take(line)
    }

    private mutating func file(_ line: Line) {
        accountOfLine[line.id] = line.account
        guard books[line.account] == nil else { return }
        books[line.account] = AccountBook(line.account, nil, policy: policy)
    }

    /// A line that was never bought.
    mutating func removeLine(_ id: Line.ID) {
        guard let name = accountOfLine.removeValue(forKey: id) else { return }
        books[name]?.remove(id)
    }

    /// Lines of one account go on under another, with all that is known of them.
    mutating func moveLines(_ ids: Set<Line.ID>, from old: String, to name: String) {
        for id in ids.sorted() {
            let isByClock = books[old]?.endedByClock.contains(id) == true
            guard let tracked = books[old]?.remove(id) else { continue }
            accountOfLine[id] = name
            books[name]?.lines[id] = tracked
            noteEnd(of: id, isByClock: isByClock)
        }
        for (providerID, line) in books[old]?.lineByProviderID ?? [:] where ids.contains(line) {
            books[old]?.lineByProviderID[providerID] = nil
            books[name]?.lineByProviderID[providerID] = line
        }
        for action in openActions where action.line.map(ids.contains) == true { keepOpen(action) }
    }

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
    mutating func keepOpen(_ action: OpenAction) {
        let name = action.line.flatMap { accountOfLine[$0] } ?? action.details.account
        if let before = accountOfAction[action.id], before != name { endOpen(action.id) }
        guard let name, books[name] != nil else {
            channelTests[action.id] = action
            return
        }
        channelTests[action.id] = nil
        accountOfAction[action.id] = name
        books[name]?.actions[action.id] = action
    }

    mutating func endOpen(_ id: Action.ID) {
        channelTests[id] = nil
        guard let name = accountOfAction.removeValue(forKey: id) else { return }
        books[name]?.actions[id] = nil
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
