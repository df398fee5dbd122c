import Accounts
import Lines
import Storage

/// The rows that changes are made of, in one transaction: the database's, or those of a sheet of paper.
protocol Rows {
    // MARK: Lines

    /// Gives it its id.
    func insert(_ line: inout Line) throws
    func update(_ line: Line) throws
    func delete(line: Line.ID) throws
    func noteTold(_ line: Line) throws
    func move(_ lines: [Line], from old: String, to new: String) throws
    func handOver(_ line: Line, from old: String, to new: String) throws

    // MARK: Actions

    /// - Returns: it with its id; nil where its key is there already.
    func insert(_ action: Action) throws -> Action?
    func update(_ action: Action) throws
    /// Writes how a try went, and leaves all else as it is.
    func settle(_ action: Action) throws
    func shiftWaiting(by step: Duration) throws

    // MARK: Messages

    func record(
        _ listing: MessageListing, on line: Line, at now: Instant, _ reading: Reading
    ) throws -> Receipt
    func record(
        _ part: ArraySlice<UnknownEntry>, on line: Line, episode: Int, at now: Instant,
        _ reading: Reading
    ) throws -> Receipt
    /// - Returns: nil where a look, or another push, brought it already.
    func record(pushed shown: ReceivedMessage, on line: Line, at now: Instant) throws -> Message?
    func record(
        posted shown: ReceivedMessage, id: String, on line: Line, at now: Instant
    ) throws -> Receipt
    func write(_ change: CodeChange) throws

    // MARK: The rest

    func append(_ event: EventRecord) throws -> EventRecord
    func append(_ entry: LedgerEntry) throws
    func set(_ silence: Silence?, of account: String) throws
    func set(isLow: Bool, balanceOf account: String, at now: Instant) throws
    func set(clock ahead: Duration, of account: String) throws
    func set(_ place: PushEndpoint) throws
    func set(_ entry: TroubleEntry) throws
    func owe(_ comparison: OwedComparison) throws
    func oweNoComparison(of action: Action.ID) throws
    func write(
        _ result: ScriptResult, at now: Instant, timers: [Int64: TimerOutcome],
        putOff: [Int64: EventRetry], zone: LocalZone
    ) throws
    func reschedule(timer id: Int64, at next: Instant, zone: String?) throws
    func set(_ standing: ScriptStanding) throws
    /// - Returns: how many rows it concerned.
    @discardableResult
    func write(_ change: ScriptChange, at now: Instant) throws -> Int
    /// - Returns: how much it was owed.
    func dropOwed(to script: String, by now: Instant) throws -> Int
}

extension Transaction: Rows {
    func write(
        _ result: ScriptResult, at now: Instant, timers: [Int64: TimerOutcome],
        putOff: [Int64: EventRetry], zone: LocalZone
    ) throws {
        try result.write(in: self, at: now, timers: timers, putOff: putOff, zone: zone)
    }
}
