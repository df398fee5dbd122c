import Accounts
import Lines
import Storage

/// The logic's access to storage: the database, or memory in tests.
protocol Disk: Sendable {
    /// Why nothing can be written at present; nil if writes succeed.
    var trouble: StoreError? { get }

    /// Writes all changes or none.
    func write(_ changes: [Change], at now: Instant) throws(StoreError) -> Written

    // MARK: Actions

    func action(_ id: Action.ID) throws(StoreError) -> Action?
    func actions(in states: [Action.State]) throws(StoreError) -> [Action]
    /// What a script decided and what has not begun, the oldest first.
    func pending(of script: String, limit: Int) throws(StoreError) -> [Action]
    /// Forwards that were given up, the oldest first.
    func forwards(_ dead: DeadForwards, limit: Int) throws(StoreError) -> [Action]
    /// Whether a script already made this decision on the same message.
    func hasAction(
        _ kind: Action.Kind, on line: Line.ID, about message: Message.ID, from origin: String
    ) throws(StoreError) -> Bool
    /// The extensions of a line that scripts have decided since.
    func extensionsByScripts(of line: Line.ID, since: Instant) throws(StoreError) -> [Action]
    func channelsOfPendingForwards() throws(StoreError) -> [String]
    /// Forwards that nobody has taken by now and that go to the next channel.
    func forwards(toPassOnBy now: Instant, limit: Int) throws(StoreError) -> [Action]
    func heldForwards() throws(StoreError) -> [Action]
    /// What is wrong with the forwards of a channel.
    func troubles(
        ofForwardsTo channel: String, diedAfter since: Instant
    ) throws(StoreError) -> ForwardTroubles
    /// How often in a row the timers of scripts have failed.
    func failingTimers() throws(StoreError) -> [String: Int]
    /// Forwards that wait for the digest of a channel.
    func forwards(heldForDigestOf channel: String, limit: Int) throws(StoreError) -> [Action]
    /// When a channel was lately sent something that it took, the latest first.
    func sendings(to channel: String, since: Instant, limit: Int) throws(StoreError) -> [Instant]
    /// Whether a forward was sent or is to be sent.
    func isSent(forward key: String) throws(StoreError) -> Bool
    /// The forward that a script decided under a handle.
    func forward(of script: String, called handle: String) throws(StoreError) -> Action?

    // MARK: Money

    func spent(_ limit: SpendingLimits.Limit, since: Instant) throws(StoreError) -> Money
    /// The sum booked on an account after an entry; charges are negative.
    func movement(
        on account: String, after entry: Int64, currency: String
    ) throws(StoreError) -> Money
    /// The amounts refunded to an account after an entry, except by one action.
    func returned(
        on account: String, after entry: Int64, besides action: Int64, currency: String
    ) throws(StoreError) -> [Money]
    /// The amount paid for a line; nil if nothing is booked.
    func paid(for line: Line.ID, currency: String) throws(StoreError) -> Money?
    func lastLedgerEntry() throws(StoreError) -> Int64
    /// What was paid and refunded from one instant until before another, by currency.
    func spending(
        since: Instant, before: Instant?, account: String?
    ) throws(StoreError) -> [SpendGroup]

    // MARK: Messages, and timers and events for scripts

    func message(_ id: Message.ID) throws(StoreError) -> Message?
    func filter() -> Store.MessageFilter
    func messages(_ filter: Store.MessageFilter) throws(StoreError) -> [Message]
    func timers(
        of scripts: [String]?, dueBy: Instant?, limit: Int
    ) throws(StoreError) -> [TimerRecord]
    /// Schedules that follow the clocks of another zone.
    func schedules(outside zone: String) throws(StoreError) -> [TimerRecord]
    func eventsForScripts(
        toldTo scripts: [String]?, limit: Int
    ) throws(StoreError) -> [EventRecord]
    func scriptsOwed(by now: Instant) throws(StoreError) -> Set<String>
}

extension Store: Disk {
    @discardableResult
    func write(_ changes: [Change], at now: Instant) throws(StoreError) -> Written {
        guard !changes.isEmpty else { return Written() }
        return try write { database in
            var written = Written()
            for change in changes { try database.write(change, at: now, &written) }
            return written
        }
    }

    func spent(_ limit: SpendingLimits.Limit, since: Instant) throws(StoreError) -> Money {
        try read {
            try $0.spent(
                since: since, account: limit.account, byScripts: limit.isForScripts,
                currency: limit.most.currency)
        }
    }
}
