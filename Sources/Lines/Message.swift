/// One received SMS, as it is stored.
package struct Message: Identifiable, Equatable, Sendable {
    package typealias ID = Int64

    package var id: ID
    package var line: Line.ID
    package var account: String
    /// The number it was sent to, kept here because a line's number can change.
    package var number: String?
    package var sender: String?
    package var text: String
    package var code: String?
    /// When the provider got it; nil where it does not tell.
    package var receivedAt: Instant?
    package var storedAt: Instant
    /// Whether it is the first this line ever received.
    package var isFirst: Bool
    package var state: State
    /// The class a script put it in.
    package var route: String?
    package var tags: [String]

    package enum State: String, Codable, Sendable {
        /// Stored; scripts have not run yet.
        case stored
        /// Scripts ran and what they decided is committed.
        case handled
        /// At least one script failed on it; the others' decisions are committed.
        case failed
    }

    package init(
        id: ID, line: Line.ID, account: String, text: String, storedAt: Instant,
        isFirst: Bool = false, state: State = .stored
    ) {
        self.id = id
        self.line = line
        self.account = account
        self.text = text
        self.storedAt = storedAt
        self.isFirst = isFirst
        self.state = state
        tags = []
    }
}
