import Accounts
import Lines
import Providers
import Storage
import Transport

/// Answers questions of people and programs, and records who waits for a message.
extension KeeperLogic {
    /// Every known line, including ended ones.
    func allLines() -> [Line] {
        books.values.flatMap { $0.lines.values.map(\.line) }.sorted { $0.id < $1.id }
    }

    func label(of id: Line.ID) -> String? { line(id)?.label }

    func labels() -> [Line.ID: String] {
        books.values.reduce(into: [:]) { labels, book in
            for (id, tracked) in book.lines { labels[id] = tracked.line.label }
        }
    }

    func accountNames() -> [String] {
        books.filter { $0.value.account != nil }.keys.sorted()
    }

    /// The line with this id, number, end of a number, or label.
    func line(_ text: String) throws(KeeperError) -> Line {
        if let id = Line.ID(text), let line = line(id) { return line }
        let wanted = text.lowercased()
        let labelled = allLines().filter { $0.label?.lowercased() == wanted }
        if let found = try one(of: labelled, for: text) { return found }
        let digits = text.filter(\.isNumber)
        guard digits.count >= 2, digits.count == text.drop(while: { $0 == "+" }).count else {
            throw .noSuchLine(text)
        }
        let numbered = allLines().filter { $0.number?.hasSuffix(digits) ?? false }
        if let found = try one(of: numbered, for: text) { return found }
        throw .noSuchLine(text)
    }

    /// Held lines take precedence over ended ones with the same ending.
    private func one(of candidates: [Line], for text: String) throws(KeeperError) -> Line? {
        let held = candidates.filter { !$0.state.isEnded }
        let choice = held.isEmpty ? candidates : held
        guard choice.count > 1 else { return choice.first }
        throw .ambiguousLine(text, choice.map(\.name).sorted())
    }

    /// The current time of the line's provider, with which its deadlines are compared.
    func time(at line: Line) -> Instant { time(of: line.account) }

    func plan(of id: Line.ID?) -> [Duty] {
        let moment = moment
        return books.values
            .flatMap { book in
                let (pace, now) = (book.pace(at: moment), book.time(at: moment))
                return book.lines.values.filter { id == nil || $0.line.id == id }
                    .flatMap { book.duties(of: $0.line, pace, at: moment, now: now) }
            }
            .map(explained)
            .sorted { ($0.due, $0.line, $0.rank) < ($1.due, $1.line, $1.rank) }
    }

    /// Decided actions that wait for their time.
    func waitingActions(of id: Line.ID?) -> [OpenAction] {
        openActions.filter { action in
            action.state == .pending && (id == nil || action.line == id)
                && !(account(of: action).map { books[$0]?.isGone == true } ?? false)
        }.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }
    }

    func openDoubts() -> [OpenAction] {
        openActions.filter { $0.state == .doubt }.sorted { $0.id < $1.id }
    }

    func action(_ id: Action.ID) throws(KeeperError) -> OpenAction {
        if let action = openAction(id) { return action }
        let stored = try writing { () throws(StoreError) in try disk.action(id) }
        guard let stored else { throw .noSuchAction(id) }
        return OpenAction(stored)
    }

    func isEarly(_ action: OpenAction) -> Bool {
        line(action.line).flatMap { books[$0.account] }?.isEarly(action, at: moment) ?? false
    }

    /// Why a line must not be refunded or cancelled: a message arrived that was unknown when it was
    /// decided.
    func reasonToKeepLine(of action: OpenAction) -> String? {
        guard let line = line(action.line) else { return nil }
        if line.state.isEnded {
            return "It has ended meanwhile: it is \(line.state.rawValue)."
        }
        if action.kind == .refund, action.origin != "console",
            books[line.account]?.isBeingExtended(line.id) == true
        {
            return "Kept: it is going to be extended."
        }
        if line.messageCount == 0, tracked(line.id)?.polling.hasUncheckedNews == true {
            return
                "Kept: the provider lists a message that could not be fetched yet."
        }
        return line.messageCount > action.details.seen ?? 0
            ? "Kept: it has received a message meanwhile. See `inbox \(line.id)`."
            : nil
    }

    func accountViews() -> [Keeper.AccountView] {
        let moment = moment
        return books.values.sorted { $0.name < $1.name }.compactMap { book in
            guard let state = book.account else { return nil }
            return Keeper.AccountView(
                account: state.configuration, health: state.health, clockAhead: state.clock.ahead,
                stampsAhead: state.stamps.ahead,
                balance: state.balance.known?.money, balanceAt: state.balance.known?.at,
                allowance: state.allowance(at: moment.now),
                requestsLastMinute: state.requests.lastMinute(at: moment.now),
                noticeDelay: book.noticeDelay(at: moment),
                eagerUntil: book.eagerUntil(at: moment).map { $0 - state.clock.ahead },
                shortage: book.shortage(book.pace(at: moment).upkeep),
                lines: book.lines.values.count {
                    !$0.line.state.isEnded && book.isServed($0.line)
                },
                remark: remark(on: book.name))
        }
    }

    func account(named name: String?) throws(KeeperError) -> Account {
        if let name {
            guard let state = books[name]?.account else {
                throw .noSuchAccount(name, known: accountNames())
            }
            return state.configuration
        }
        let names = accountNames()
        guard names.count == 1, let only = books[names[0]]?.account else {
            throw .severalAccounts(accountNames())
        }
        return only.configuration
    }

    /// The accounts that offer an operation, or only the named one.
    func accounts(
        offering operation: Capabilities.Operation, named name: String?
    ) throws(KeeperError) -> [Account] {
        let asked =
            try name.map { name throws(KeeperError) in [try account(named: name)] }
            ?? accountNames().compactMap { books[$0]?.account?.configuration }
        let able = asked.filter { $0.provider.capabilities.offers(operation) }
        guard !able.isEmpty else {
            throw .notOffered(operation, by: asked.map(\.providerName))
        }
        return able
    }

    func catalogue(of name: String) -> Catalogue {
        books[name]?.account?.catalogue ?? Catalogue()
    }

    mutating func keep(
        countries: [Country], services: [Service], on name: String
    ) {
        let moment = moment
        books[name]?.account?.catalogue.countries = countries.map(CountryCodes.complete)
        books[name]?.account?.catalogue.services = services
        books[name]?.account?.catalogue.listsAt = moment.now
    }

    mutating func keep(rentals: [RentalOffer], on name: String) {
        let moment = moment
        books[name]?.account?.catalogue.rentals = rentals
        books[name]?.account?.catalogue.rentalsAt = moment.now
    }

    func refundTerms(account name: String?, product: String?) -> RefundTerms {
        let offer = name.flatMap {
            books[$0]?.account?.catalogue.rentals.first { $0.id == product }
        }
        return offer?.refundTerms ?? .documented
    }

    /// Lines that are held, or lines that allow the action in their present state.
    func lines(for kind: Action.Kind?) -> [Line] {
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

    /// Somebody waits for a message on a line: it is polled often until then.
    mutating func expectMessage(on id: Line.ID, for duration: Duration) {
        guard let line = line(id) else { return }
        let until = time(of: line.account) + duration
        track(id) { $0.awaitedUntil = max($0.awaitedUntil ?? until, until) }
        stir(id)
        wakeLanes(of: line.account)
    }

    /// Something happened after which a message usually follows: the line is eager for a while.
    mutating func stir(_ id: Line.ID) {
        guard let line = line(id) else { return }
        let there = time(of: line.account)
        track(id) { $0.stirredAt = there }
    }

    mutating func stopAwaiting(_ id: Line.ID) { track(id) { $0.awaitedUntil = nil } }

    /// Whether an action has ended, was postponed, or became a doubt.
    func hasNews(of id: Action.ID) -> Bool {
        // Its cost is still being compared with the balance.
        guard comparison(of: id) == nil else { return false }
        guard let action = openAction(id) else { return true }
        return action.state == .doubt || (action.state == .pending && action.attempts > 0)
    }
}
