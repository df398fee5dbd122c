package import Lines
package import Providers

/// A line, with the facts known about it between looks.
package struct TrackedLine: Sendable {
    /// The line as it is on disk, except for facts that are asked for again after a start.
    package private(set) var line: Line
    package var polling = PollingNotes()
    /// The last list of its messages that was stored.
    package var storedList: StoredList?
    /// Nil while looks are answered.
    package var backoff: Backoff?
    /// Since when the provider has said that it does not know the line; believed when said twice.
    package var notFoundSince: Instant?
    /// Since when a rental is missing from its provider's list.
    package var missingFromListSince: Instant?
    /// When another code or number was last requested, in uptime. Answers to earlier questions are
    /// about the previous one.
    package var replacedAt: Duration?
    /// A lane is working on it.
    package var isBusy = false
    /// Until when somebody waits for a message on it.
    package var awaitedUntil: Instant?
    /// When something last happened after which a message usually follows, in its provider's time.
    package var stirredAt: Instant? { didSet { polling.duties = nil } }
    /// An end from the provider that contradicts known facts.
    package var doubtedEnd: DoubtedEnd?
    /// The last such end that was reported to a person.
    package var reportedEnd: Instant?
    /// The reported number of a rental's messages that only webhooks receive.
    package var reportedMissing: Int?
    /// Whether it was reported that its messages are too many to be read in one answer.
    package var isReportedUnreadable = false
    /// The price of the next extension, if known, and when it was asked for.
    package var outlook: (outlook: ExtensionOutlook, at: Instant)?
    /// The last conflict of the plan that was reported to a person.
    package var reportedConflict: String?
    /// Keys of the plan's previous decisions about it.
    package private(set) var decidedKeys: Set<String> = []

    package init(_ line: Line) {
        self.line = line
    }

    // MARK: Writes

    /// Takes over the line as it was written.
    package mutating func remember(_ line: Line, _: Written) {
        self.line = line
        polling.duties = nil
    }

    package mutating func note(decided key: String, _: Written) {
        decidedKeys.insert(key)
        polling.duties = nil
    }

    /// Allows the plan to decide this key once more.
    package mutating func free(_ key: String, _: Written) {
        decidedKeys.remove(key)
        polling.duties = nil
    }

    /// Keeps in memory facts that the next look will report again.
    package mutating func rememberUnwritten(_ line: Line) {
        assert(line.durable == self.line.durable, "what must outlast a crash is written first")
        self.line = line
        polling.duties = nil
    }

    /// Moves times after a change of clock. They are written with the next change.
    package mutating func shiftProviderTimes(_ change: (inout Line) -> Void) { change(&line) }

    // MARK: Looks

    package func isAwaited(at now: Instant) -> Bool { (awaitedUntil ?? now) > now }

    /// Until when it is asked about as often as the budget allows: for a while after its purchase,
    /// after a message, and after whatever else stirred it. Other times after `now` do not count.
    package func eagerUntil(_ span: Duration, now: Instant) -> Instant? {
        let stirs = [line.purchasedAt, line.lastMessageAt, stirredAt].compactMap(\.self)
        let last = stirs.filter { $0 <= now }.max()
        return [last.map { $0 + span }, awaitedUntil].compactMap(\.self).max()
            .flatMap { $0 > now ? $0 : nil }
    }

    /// Whether all messages a list shows of it are stored.
    package func isStored(_ listed: ActivationReading) -> Bool {
        storedList?.covers(listed.messages, in: line.episode) == true
    }

    /// Records a partial entry of a list.
    ///
    /// - Returns: whether it shows something that may not be stored yet.
    package mutating func noteListed(_ reading: ActivationReading, at uptime: Duration) -> Bool {
        guard reading.tellsOfMessages else {
            if polling.listed != nil { polling.listed = nil }
            return false
        }
        guard !reading.showsTheSame(as: polling.listed) else { return false }
        polling.listed = reading
        polling.listedUptime = uptime
        return !isStored(reading)
    }

    /// Stops planning for the line until it changes. The list's entry is kept so that it does not
    /// count as news again and again.
    mutating func stopPlanning() {
        let listed = polling.listed
        polling = PollingNotes()
        polling.listed = listed
        doubtedEnd = nil
        reportedEnd = nil
    }
}
