@testable import Accounts
import Lines
import Storage
import Synchronization

@testable import Keeping

/// A disk of paper: it keeps what was written as a list, gives ids, and says what a test tells it to say.
final class PaperDisk: Disk, Rows {
    struct Sheet: Sendable {
        /// One list for each transaction, as it reads.
        var transactions: [[String]] = []
        var lines: [Line.ID: Line] = [:]
        var actions: [Action.ID: Action] = [:]
        var ledger: [LedgerEntry] = []
        var events: [EventRecord] = []
        /// Texts that are stored, of each line.
        var texts: [Line.ID: [String]] = [:]
        /// The code under which each list of messages was stored.
        var episodes: [Int] = []
        var trouble: StoreError?
        /// What is wrong with the forwards of channels.
        var forwardTroubles: [String: ForwardTroubles] = [:]
        var failingTimers: [String: Int] = [:]
        /// What a person spent today.
        var spent = Money(tenThousandths: 0)
        var wasDecidedBefore = false
        fileprivate var current: [String] = []
    }

    private let sheet = Mutex(Sheet())

    func edit(_ change: (inout Sheet) -> Void) { sheet.withLock { change(&$0) } }

    var content: Sheet { sheet.withLock { $0 } }

    private func note(_ text: String) { sheet.withLock { $0.current.append(text) } }

    // MARK: Disk

    var trouble: StoreError? { content.trouble }

    func write(_ changes: [Change], at now: Instant) throws(StoreError) -> Written {
        if let trouble { throw trouble }
        var written = Written()
        do {
            for change in changes { try write(change, at: now, &written) }
        } catch {
            preconditionFailure("paper takes everything: \(error)")
        }
        sheet.withLock { sheet in
            sheet.transactions.append(sheet.current)
            sheet.current = []
        }
        return written
    }

    func action(_ id: Action.ID) -> Action? { content.actions[id] }

    func actions(in states: [Action.State]) -> [Action] {
        content.actions.values.filter { states.contains($0.state) }.sorted { $0.id < $1.id }
    }

    func hasAction(
        _ kind: Action.Kind, on line: Line.ID, about message: Message.ID, from origin: String
    ) -> Bool { content.wasDecidedBefore }

    func extensionsByScripts(of line: Line.ID, since: Instant) -> [Action] {
        content.actions.values.filter {
            $0.line == line && $0.kind == .extend && $0.isByScript && $0.createdAt >= since
        }.sorted { $0.id < $1.id }
    }

    func set(_ standing: ScriptStanding) { note("standing of \(standing.script)") }

    func write(_ change: ScriptChange, at now: Instant) -> Int {
        note("\(change)")
        return 1
    }

    func channelsOfPendingForwards() -> [String] {
        Set(actions(in: [.pending]).compactMap(\.channel)).sorted()
    }

    func forwards(toPassOnBy now: Instant, limit: Int) -> [Action] {
        actions(in: [.pending]).filter { $0.nextAt.map { $0 <= now } ?? false }
    }

    func troubles(ofForwardsTo channel: String, diedAfter since: Instant) -> ForwardTroubles {
        var troubles = content.forwardTroubles[channel] ?? ForwardTroubles()
        if let last = troubles.lastDeadAt, last <= since { troubles.lastDeadAt = nil }
        return troubles
    }

    func failingTimers() -> [String: Int] { content.failingTimers }

    func pending(of script: String, limit: Int) -> [Action] {
        Array(actions(in: [.pending]).filter { $0.origin == script }.prefix(limit))
    }

    func forwards(_ dead: DeadForwards, limit: Int) -> [Action] {
        let failed = actions(in: [.failed]).filter { $0.kind == .forward && $0.id > dead.after }
        return Array(failed.filter { $0.id <= dead.upTo ?? .max }.prefix(limit))
    }

    func forwards(heldForDigestOf channel: String, limit: Int) -> [Action] {
        Array(heldForwards().filter { $0.channel == channel && $0.hold == .digest }.prefix(limit))
    }

    func sendings(to channel: String, since: Instant, limit: Int) -> [Instant] { [] }

    func heldForwards() -> [Action] { actions(in: [.pending]).filter { $0.hold != nil } }

    func isSent(forward key: String) -> Bool {
        content.actions.values.contains {
            $0.key == key && $0.state != .failed && $0.state != .dropped
        }
    }

    func forward(of script: String, called handle: String) -> Action? {
        content.actions.values.first { $0.origin == script && $0.handle == handle }
    }

    func spent(_ limit: SpendingLimits.Limit, since: Instant) -> Money { content.spent }

    func movement(on account: String, after entry: Int64, currency: String) -> Money {
        content.ledger.dropFirst(Int(entry)).filter { $0.account == account }
            .reduce(Money(tenThousandths: 0)) {
                $1.kind == .charge ? $0 - $1.amount : $0 + $1.amount
            }
    }

    func returned(
        on account: String, after entry: Int64, besides action: Int64, currency: String
    ) -> [Money] {
        content.ledger.dropFirst(Int(entry))
            .filter { $0.account == account && $0.kind == .refund && $0.action != action }
            .map(\.amount)
    }

    func paid(for line: Line.ID, currency: String) -> Money? {
        let entries = content.ledger.filter { $0.line == line }
        guard !entries.isEmpty else { return nil }
        return entries.reduce(Money(tenThousandths: 0)) {
            $1.kind == .charge ? $0 + $1.amount : $0 - $1.amount
        }
    }

    func spending(since: Instant, before: Instant?, account: String?) -> [SpendGroup] {
        let entries = content.ledger.filter { entry in
            entry.at >= since && before.map { entry.at < $0 } ?? true
                && (account == nil || entry.account == account)
        }
        return Set(entries.map(\.amount.currency)).sorted().map { currency in
            func sum(_ kind: LedgerEntry.Kind) -> Money {
                entries.filter { $0.kind == kind && $0.amount.currency == currency }
                    .reduce(Money(tenThousandths: 0, currency: currency)) { $0 + $1.amount }
            }
            return SpendGroup(
                name: account, charged: sum(.charge), returned: sum(.refund), charges: 1)
        }
    }

    func lastLedgerEntry() -> Int64 { Int64(content.ledger.count) }
    func message(_ id: Message.ID) -> Message? { nil }
    func filter() -> Store.MessageFilter { preconditionFailure("nobody searches paper") }
    func messages(_ filter: Store.MessageFilter) -> [Message] { [] }
    func timers(of scripts: [String]?, dueBy: Instant?, limit: Int) -> [TimerRecord] { [] }
    func schedules(outside zone: String) -> [TimerRecord] { [] }
    func eventsForScripts(toldTo scripts: [String]?, limit: Int) -> [EventRecord] { [] }
    func scriptsOwed(by now: Instant) -> Set<String> { [] }

    // MARK: Rows

    func insert(_ line: inout Line) {
        let new = sheet.withLock { sheet in
            var new = line
            new.id = (sheet.lines.keys.max() ?? 0) + 1
            sheet.lines[new.id] = new
            return new
        }
        line = new
        note("new line \(line.id)")
    }

    func update(_ line: Line) {
        sheet.withLock { $0.lines[line.id] = line }
        note("line \(line.id) \(line.state.rawValue)")
    }

    func delete(line: Line.ID) {
        sheet.withLock { $0.lines[line] = nil }
        note("no line \(line)")
    }

    func noteTold(_ line: Line) { note("told \(line.id)") }

    func move(_ lines: [Line], from old: String, to new: String) {
        note("lines \(lines.map(\.id)) from \(old) to \(new)")
    }

    func handOver(_ line: Line, from old: String, to new: String) {
        note("line \(line.id) from \(old) to \(new)")
    }

    func insert(_ action: Action) -> Action? {
        let new = sheet.withLock { sheet -> Action? in
            guard !sheet.actions.values.contains(where: { $0.key == action.key }) else {
                return nil
            }
            var new = action
            new.id = (sheet.actions.keys.max() ?? 99) + 1
            sheet.actions[new.id] = new
            return new
        }
        if let new { note("new \(new.kind.rawValue) \(new.id)") }
        return new
    }

    func update(_ action: Action) {
        sheet.withLock { $0.actions[action.id] = action }
        note("\(action.kind.rawValue) \(action.id) \(action.state.rawValue)")
    }

    func settle(_ action: Action) { update(action) }

    func shiftWaiting(by step: Duration) { note("all that waits by \(step)") }

    func record(
        _ listing: MessageListing, on line: Line, at now: Instant, _ reading: Reading
    ) -> Receipt {
        let known = content.texts[line.id] ?? []
        var receipt = Receipt()
        for entry in listing.entries where !known.contains(entry.message.text) {
            receipt.stored.append(
                Message(
                    id: Int64(known.count + receipt.stored.count + 1), line: line.id,
                    account: line.account, text: entry.message.text, storedAt: now))
        }
        let texts = receipt.stored.map(\.text)
        sheet.withLock { sheet in
            sheet.texts[line.id, default: []] += texts
            sheet.episodes.append(listing.episode)
        }
        for text in texts { note("message \(text)") }
        return receipt
    }

    func record(
        _ part: ArraySlice<UnknownEntry>, on line: Line, episode: Int, at now: Instant,
        _ reading: Reading
    ) -> Receipt { Receipt() }

    func record(pushed shown: ReceivedMessage, on line: Line, at now: Instant) -> Message? {
        let listing = MessageListing([shown], on: line.id, episode: line.episode, at: now)
        return record(listing, on: line, at: now, Reading(there: now)).stored.first
    }

    func record(
        posted shown: ReceivedMessage, id: String, on line: Line, at now: Instant
    ) -> Receipt {
        let listing = MessageListing([shown], on: line.id, episode: line.episode, at: now)
        return record(listing, on: line, at: now, Reading(there: now))
    }

    func write(_ change: CodeChange) {
        note("code of message \(change.message.id) \(change.now?.shown ?? "none")")
    }

    func append(_ event: EventRecord) -> EventRecord {
        sheet.withLock { $0.events.append(event) }
        note("event \(event.kind)")
        return event
    }

    func append(_ entry: LedgerEntry) {
        sheet.withLock { $0.ledger.append(entry) }
        note("\(entry.kind.rawValue) \(entry.amount.decimal)")
    }

    func set(_ silence: Silence?, of account: String) { note("silence of \(account)") }
    func set(isLow: Bool, balanceOf account: String, at now: Instant) {
        note("balance of \(account) \(isLow ? "low" : "back")")
    }
    func set(clock ahead: Duration, of account: String) { note("clock of \(account) \(ahead)") }
    func owe(_ comparison: OwedComparison) { note("owed \(comparison.action)") }
    func oweNoComparison(of action: Action.ID) { note("compared \(action)") }
    func set(_ entry: TroubleEntry) { note("trouble \(entry.trouble.kind.rawValue)") }
    func set(_ place: PushEndpoint) { note("endpoint of \(place.account)") }

    func write(
        _ handled: ScriptResult, at now: Instant, timers: [Int64: TimerOutcome],
        putOff: [Int64: EventRetry], zone: LocalZone
    ) { note("handled \(handled.subject.name)") }

    func reschedule(timer id: Int64, at next: Instant, zone: String?) { note("schedule \(id)") }

    func dropOwed(to script: String, by now: Instant) -> Int { 1 }
}
