import Lines
import Providers

/// What is known of a line between two looks and not worth writing down: after a start it is asked
/// again.
struct Sight: Sendable {
    /// When it was asked about by itself last, in its provider's time.
    var askedAt: Instant? { didSet { plan = nil } }
    /// The same in uptime: what was asked for before that is older.
    var asked: Duration?
    /// What the list of all that are active showed of it last, where that does not tell all of it.
    var glimpse: ActivationReading? { didSet { plan = nil } }
    /// When the list was asked for that showed it first, in uptime.
    var glimpsed: Duration?
    /// Whether the last such list did not name it; nil when there was none since it was last bought or
    /// asked about.
    var isMissing: Bool? { didSet { plan = nil } }
    /// Whether what it receives is told on a feed.
    var isFed = false { didSet { plan = nil } }
    /// Whether a list shows something that no look has answered yet.
    var isUnheard: Bool {
        guard glimpse != nil, let glimpsed else { return false }
        return asked.map { $0 <= glimpsed } ?? true
    }
    /// An end that the provider tells and that contradicts what is known.
    var doubtedEnd: DoubtedEnd?
    /// The last such end that a person was told of.
    var toldOfEnd: Instant?
    /// The plan, as long as nothing has changed that it follows from.
    var plan: [Duty]?
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
