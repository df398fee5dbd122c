import Transport
package import Lines
package import Providers
import Storage

/// What persons and programs ask; nothing here changes anything.
extension Keeper {
    /// Every line known, ended ones too.
    package func allLines() -> [Line] { lines.values.sorted { $0.id < $1.id } }

    package func label(of id: Line.ID) -> String? { lines[id]?.label }

    /// The labels of all lines that have one.
    package func labels() -> [Line.ID: String] { lines.compactMapValues(\.label) }

    package func accountNames() -> [String] { accounts.keys.sorted() }

    /// The line a person means: an id, a number or the end of one, or a label.
    package func line(_ text: String) throws(KeeperError) -> Line {
        if let id = Line.ID(text), let line = lines[id] { return line }
        let wanted = text.lowercased()
        let labelled = lines.values.filter { $0.label?.lowercased() == wanted }
        if let found = try one(of: labelled, for: text) { return found }
        let digits = text.filter(\.isNumber)
        guard digits.count >= 2, digits.count == text.drop(while: { $0 == "+" }).count else {
            throw .noSuchLine(text)
        }
        let numbered = lines.values.filter { $0.number?.hasSuffix(digits) ?? false }
        if let found = try one(of: numbered, for: text) { return found }
        throw .noSuchLine(text)
    }

    /// Held lines win over ended ones with the same ending.
    private func one(of candidates: [Line], for text: String) throws(KeeperError) -> Line? {
        let held = candidates.filter { !$0.state.isEnded }
        let choice = held.isEmpty ? candidates : held
        guard choice.count > 1 else { return choice.first }
        throw .ambiguousLine(text, choice.map(\.name).sorted())
    }

    /// The line's own time now: what its deadlines are compared with.
    package func time(at line: Line) -> Instant { time(of: line.account) }

    /// The whole plan, soonest first.
    package func plan(of id: Line.ID?) -> [Duty] {
        let paces = accounts.keys.reduce(into: [:]) { $0[$1] = pace(on: $1) }
        return lines.values.filter { id == nil || $0.id == id }
            .flatMap {
                plan(for: $0, paces[$0.account] ?? AccountPace(), now: time(of: $0.account))
            }
            .map(explained)
            .sorted { ($0.due, $0.line, $0.rank) < ($1.due, $1.line, $1.rank) }
    }

    /// What was decided about lines and waits for its time.
    package func waitingActions(of id: Line.ID?) -> [OpenAction] {
        open.values.filter { action in
            action.state == .pending && (id == nil || action.line == id)
                && !(account(of: action).map(isGone) ?? false)
        }.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }
    }

    package func openDoubts() -> [OpenAction] {
        open.values.filter { $0.state == .doubt }.sorted { $0.id < $1.id }
    }

    package func action(_ id: Action.ID) throws(KeeperError) -> OpenAction {
        if let action = open[id] { return action }
        let stored = try writing { () throws(StoreError) in try store.action(id) }
        guard let stored else { throw .noSuchAction(id) }
        return OpenAction(stored)
    }

    /// Why a line must not be given back: something came that nobody had seen when it was decided.
    package func newcomer(for action: OpenAction) -> String? {
        guard let line = action.line.flatMap({ lines[$0] }) else { return nil }
        if line.state.isEnded {
            return "It has ended in the meantime: it is \(line.state.rawValue)."
        }
        if action.kind == .refund, action.origin != "console", isBeingExtended(line.id) {
            return "It is to be extended, so it was kept."
        }
        if line.messageCount == 0, sights[line.id]?.isUnheard == true {
            return
                "Its provider lists a message on it that could not be fetched yet, so it was kept."
        }
        return line.messageCount > action.details.seen ?? 0
            ? "It received a message in the meantime, so it was kept. `inbox \(line.id)` shows it."
            : nil
    }

    package struct AccountView: Sendable {
        package var account: Account
        package var health: AccountHealth
        package var clockAhead: Duration
        /// How far ahead its texts are stamped; nil where they are right.
        package var stampsAhead: Duration?
        package var balance: Money?
        package var balanceAt: Instant?
        package var requestsLastMinute: [RequestUse: Int]
        /// How long it takes on average to notice a message; nil when none is waited for.
        package var noticeDelay: Duration?
        /// Why some of its rentals sleep though they are wanted listening; nil where none has to.
        package var shortage: String?
        package var lines: Int
        /// What a person should know of it.
        package var remark: String?
    }

    package func accountViews() -> [AccountView] {
        noticeClock()
        return accounts.values.sorted { $0.account.name < $1.account.name }.map { state in
            AccountView(
                account: state.account, health: state.health, clockAhead: state.clock.ahead,
                stampsAhead: state.stamps.ahead,
                balance: state.balance?.money, balanceAt: state.balance?.at,
                requestsLastMinute: state.requests.lastMinute(at: world.now()),
                noticeDelay: noticeDelay(of: state.account.name),
                shortage: shortage(pace(on: state.account.name).upkeep, of: state.account.name),
                lines: lines.values.count {
                    $0.account == state.account.name && !$0.state.isEnded && hasAccount($0)
                },
                remark: remark(on: state.account.name))
        }
    }

    package func account(named name: String?) throws(KeeperError) -> Account {
        if let name {
            guard let state = accounts[name] else {
                throw .noSuchAccount(name, known: accounts.keys.sorted())
            }
            return state.account
        }
        guard accounts.count == 1, let only = accounts.values.first else {
            throw .severalAccounts(accounts.keys.sorted())
        }
        return only.account
    }

    /// The accounts that can do something, or the one that is named.
    package func accounts(
        offering operation: Capabilities.Operation, named name: String?
    ) throws(KeeperError) -> [Account] {
        let asked =
            try name.map { name throws(KeeperError) in [try account(named: name)] }
            ?? accounts.keys.sorted().compactMap { accounts[$0]?.account }
        let able = asked.filter { $0.provider.capabilities.offers(operation) }
        guard !able.isEmpty else {
            throw .notOffered(operation, by: asked.map(\.providerName))
        }
        return able
    }

    package func catalogue(of name: String) -> Catalogue {
        accounts[name]?.catalogue ?? Catalogue()
    }

    func keep(
        countries: [Country], services: [Service], on name: String
    ) {
        accounts[name]?.catalogue.countries = countries.map(CountryCodes.complete)
        accounts[name]?.catalogue.services = services
        accounts[name]?.catalogue.listsAt = world.now()
    }

    func keep(rentals: [RentalOffer], on name: String) {
        accounts[name]?.catalogue.rentals = rentals
        accounts[name]?.catalogue.rentalsAt = world.now()
    }

    func refundTerms(account name: String?, product: String?) -> RefundTerms {
        let offer = name.flatMap { accounts[$0]?.catalogue.rentals.first { $0.id == product } }
        return offer?.refundTerms ?? .documented
    }

    /// Lines that are held, or those that something can be done with as they stand.
    package func lines(for kind: Action.Kind?) -> [Line] {
        allLines().filter { line in
            guard let kind else { return !line.state.isEnded }
            do throws(KeeperError) {
                try check(kind, isPossibleFor: line)
                return true
            } catch {
                return false
            }
        }
    }

    // MARK: Waiting

    /// Somebody waits for a message on a line: it is asked often until then.
    package func expectMessage(on id: Line.ID, for duration: Duration) {
        noticeClock()
        guard let line = lines[id] else { return }
        let until = time(of: line.account) + duration
        awaited[id] = max(awaited[id] ?? until, until)
        ringLanes(of: line.account)
    }

    package func stopAwaiting(_ id: Line.ID) { awaited[id] = nil }

    /// Whether an action has come to something: it ended, was put off, or became a doubt.
    func hasNews(of id: Action.ID) -> Bool {
        // What it took is still being looked at.
        guard comparing[id] == nil else { return false }
        guard let action = open[id] else { return true }
        return action.state == .doubt || (action.state == .pending && action.attempts > 0)
    }
}
