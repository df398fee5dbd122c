import Accounts
import Lines
import Storage
import Transport

/// Keeps the manager working when the machine's clock is set.
///
/// An event due in a minute happens in a minute, whatever the clock shows by then. If the clock is
/// set back by an hour, no line must sleep for an hour, and no forward must wait that long.
extension KeeperLogic {
    /// Detects that the machine's clock was set. Every step that compares or records times calls
    /// this first: times recorded on the new clock must not be moved with the others, and times
    /// recorded before the change is noticed would be wrong by it. A step that cannot be written
    /// now is written later: a full disk must not stop looks.
    mutating func noticeClock() {
        if let step = known.noticeClock(at: moment) { troubles.shift(by: step) }
        let step = known.clock.unwritten
        guard step != .zero, disk.trouble == nil else { return }
        try? writeStep(step)
    }

    /// Moves times recorded in an account's time. Otherwise a look recorded an hour too late would
    /// block the next one for an hour.
    ///
    /// - Parameter wasSettled: whether windows were already counted by the previous clock. The part
    ///   that has elapsed stays the same, whatever the clock shows now.
    mutating func shiftProviderTimes(
        _ name: String, by difference: Duration, wasSettled: Bool = false
    ) {
        let moment = moment
        books[name]?.shiftProviderTimes(by: difference, wasSettled: wasSettled, at: moment)
        wakeLanes(of: name)
    }

    private mutating func writeStep(_ step: Duration) throws(StoreError) {
        let event = EventRecord(
            at: moment.now, kind: "clock", text: MachineClock.sentence(of: step))
        // What is held until a time of day is held until the clock shows it now.
        try write(
            [.shiftWaiting(step)] + openActions.map { .action($0) } + releasesOfHeld()
                + [.event(event)])
        debts.shift(by: step)
        known.clock.written()
        wake(.outbox)
        wake(.scripts)
    }
}

/// Reports what a provider's clock does, and reacts to it.
extension KeeperLogic {
    /// Some clock now shows an earlier time than all clocks before. Lines that ended by the clock
    /// alone may be alive by it, so their provider is asked.
    mutating func lookAgain(_ name: String) {
        for id in books[name]?.contestedLines(at: moment) ?? [] {
            books[name]?.plannedLines.insert(id)
            track(id) { $0.polling.duties = nil }
            requestLook(at: id)
        }
    }

    /// The provider has just reported a line as alive; a clock past the line's end is wrong.
    mutating func contradictClock(with line: Line, until end: Instant?) {
        let moment = moment
        guard let end = end ?? line.expiresAt else { return }
        books[line.account]?.account?.clock.contradict(
            aliveUntil: end, at: moment.now, uptime: moment.uptime)
    }

    mutating func tell(_ news: AccountClock.News, of name: String) throws(StoreError) {
        try note(kind: "clock", text: "Account \(name): \(news)")
    }
}
