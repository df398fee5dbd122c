import Lines
import Providers

/// What is known of a line between two looks and not worth writing down: after a start it is asked
/// again.
struct PollingNotes: Sendable {
    /// When it was asked about by itself last, in its provider's time.
    var checkedAt: Instant? { didSet { duties = nil } }
    /// The same in uptime: what was asked for before that is older.
    var checkedUptime: Duration?
    /// What the list of all that are active showed of it last, where that does not tell all of it.
    var listed: ActivationReading? { didSet { duties = nil } }
    /// When the list was asked for that showed it first, in uptime.
    var listedUptime: Duration?
    /// Whether the last such list did not name it; nil when there was none since it was last bought or
    /// asked about.
    var isUnlisted: Bool? { didSet { duties = nil } }
    /// Whether what it receives is told on a feed.
    var hasFeed = false { didSet { duties = nil } }
    /// What is to be done with the line, as long as nothing has changed that it follows from.
    var duties: [Duty]?

    /// Whether a list shows something that no look has answered yet.
    var hasUncheckedNews: Bool {
        guard listed != nil, let listedUptime else { return false }
        return checkedUptime.map { $0 <= listedUptime } ?? true
    }
}

extension ActivationReading {
    /// Whether a list shows that an order has received something.
    var tellsOfMessages: Bool { !messages.isEmpty || status.phase == .received }

    /// Whether two lists show the same messages.
    func showsTheSame(as other: ActivationReading?) -> Bool {
        providerID == other?.providerID && messages == other?.messages
            && status.phase == other?.status.phase
    }
}
