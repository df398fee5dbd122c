import Lines
import Providers

/// What is known of a line between two looks and not worth writing down: after a start it is asked
/// again.
struct Sight: Sendable {
    /// When it was asked about by itself last, in its provider's time.
    var askedAt: Instant?
    /// What the list of all that are active showed of it last, where that does not tell all of it.
    var glimpse: ActivationReading?
    /// Whether the last such list did not name it; nil when there was none yet.
    var isMissing: Bool?
    /// Whether what it receives is told on a feed.
    var isFed = false
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
