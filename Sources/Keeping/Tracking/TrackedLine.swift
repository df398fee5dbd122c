import Lines
import Providers

/// A line, and what is known of it from one look to the next.
struct TrackedLine: Sendable {
    /// The line as it is on disk, but for what is asked again after a start.
    private(set) var line: Line
    var polling = PollingNotes()
    /// The last list of its messages that was stored.
    var storedList: StoredList?
    /// Nil while looks are answered.
    var backoff: Backoff?
    /// Since when the provider has said that it does not know the line; believed when it says so twice.
    var notFoundSince: Instant?
    /// Since when a rental is missing from its provider's list.
    var missingFromListSince: Instant?
    /// When another code or number was last asked for, in uptime: what was asked before that is about the
    /// one before it.
    var replacedAt: Duration?
    /// A lane is working on it.
    var isBusy = false
    /// Until when somebody waits for a message on it.
    var awaitedUntil: Instant?
    /// An end that the provider tells and that contradicts what is known.
    var doubtedEnd: DoubtedEnd?
    /// The last such end that a person was told of.
    var reportedEnd: Instant?
    /// How many messages of a rental were said to be told to webhooks only.
    var reportedMissing: Int?
    /// Whether it was said that its messages are too many to be read in one answer.
    var isReportedUnreadable = false
    /// What the next extension costs, as far as that was asked, and when it was.
    var outlook: (outlook: ExtensionOutlook, at: Instant)?
    /// The last conflict of the plan that a person was told of.
    var reportedConflict: String?
    /// Keys of what the plan decided about it already.
    private(set) var decidedKeys: Set<String> = []

    init(_ line: Line) {
        self.line = line
    }

    // MARK: What is on disk

    /// The line as it was written.
    mutating func take(_ line: Line, _: Written) {
        self.line = line
        polling.duties = nil
    }

    /// The plan decided something under this key.
    mutating func note(decided key: String, _: Written) {
        decidedKeys.insert(key)
        polling.duties = nil
    }

    /// The plan may decide it once more.
    mutating func free(_ key: String, _: Written) {
        decidedKeys.remove(key)
        polling.duties = nil
    }

    /// What the next look tells again.
    mutating func remember(_ line: Line) {
        assert(line.durable == self.line.durable, "what must outlast a crash is written first")
        self.line = line
        polling.duties = nil
    }

    /// A clock turned out to be another, or was set: times are moved at once, and written with what comes
    /// next.
    mutating func restate(_ change: (inout Line) -> Void) { change(&line) }

    // MARK: Looks

    func isAwaited(at now: Instant) -> Bool { (awaitedUntil ?? now) > now }

    /// Whether all that a list shows of it is stored.
    func isStored(_ listed: ActivationReading) -> Bool {
        storedList?.covers(listed.messages, in: line.episode) == true
    }

    /// Notes what a list that does not tell all shows of it.
    ///
    /// - Returns: whether it shows something that may not be stored yet.
    mutating func noteListed(_ reading: ActivationReading, at uptime: Duration) -> Bool {
        guard reading.tellsOfMessages else {
            if polling.listed != nil { polling.listed = nil }
            return false
        }
        guard !reading.showsTheSame(as: polling.listed) else { return false }
        polling.listed = reading
        polling.listedUptime = uptime
        return !isStored(reading)
    }

    /// Nothing more is done with it until it changes. What a list still shows of it is not news again and
    /// again.
    mutating func stopPlanning() {
        let listed = polling.listed
        polling = PollingNotes()
        polling.listed = listed
        doubtedEnd = nil
        reportedEnd = nil
    }
}
