package import Lines
package import Providers

/// Facts about a line between two looks that are not stored: after a start they are asked for
/// again.
package struct PollingNotes: Sendable {
    /// When the line itself was last asked about, in its provider's time.
    package var checkedAt: Instant? { didSet { duties = nil } }
    /// When a rental's messages were last requested without its status.
    var readAt: Instant?
    /// When an activation was last asked about, in uptime. Answers to earlier questions are out of date.
    package var checkedUptime: Duration?
    /// The line's last entry in the list of active orders, if that does not show everything.
    package var listed: ActivationReading? { didSet { duties = nil } }
    /// When the list that first showed it was asked for, in uptime.
    var listedUptime: Duration?
    /// Whether the last list omitted the line; nil if there was none since it was last bought or
    /// asked about.
    package var isUnlisted: Bool? { didSet { duties = nil } }
    /// Whether a feed reports its messages.
    package var hasFeed = false { didSet { duties = nil } }
    /// The cached duties of the line, valid until an input changes.
    package var duties: [Duty]?

    /// Whether the messages of a rental were requested after its last look.
    var isRead: Bool { readAt.map { read in checkedAt.map { $0 < read } ?? true } ?? false }

    /// When a rental was last asked for its messages.
    var askedAt: Instant? { isRead ? readAt : checkedAt }

    /// Whether a list shows something that no look has confirmed yet.
    package var hasUncheckedNews: Bool {
        guard listed != nil, let listedUptime else { return false }
        return checkedUptime.map { $0 <= listedUptime } ?? true
    }
}

extension ActivationReading {
    /// Whether a list shows that an order has received something.
    package var tellsOfMessages: Bool { !messages.isEmpty || status.phase == .received }

    /// Whether two lists show the same messages.
    func showsTheSame(as other: ActivationReading?) -> Bool {
        providerID == other?.providerID && messages == other?.messages
            && status.phase == other?.status.phase
    }
}
