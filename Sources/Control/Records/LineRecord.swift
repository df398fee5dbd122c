/// A line as shown to programs and the console.
package struct LineRecord: Codable, Equatable, Sendable {
    package var id: Int64
    package var account: String
    package var provider: String
    package var kind: String
    package var number: String?
    package var country: String?
    package var service: String?
    package var label: String?
    package var state: String
    package var listeningUntil: Timestamp?
    /// Whether an SMS sent now arrives; lines that are always on listen without an end.
    package var isListening: Bool
    package var purchasedAt: Timestamp
    package var expiresAt: Timestamp?
    package var refundableUntil: Timestamp?
    package var cancellableFrom: Timestamp?
    /// A decimal such as `0.24`.
    package var price: String?
    package var currency: String?
    package var messageCount: Int
    package var lastMessageAt: Timestamp?
    package var tags: [String]
    /// The provider's own id, for its support and for `adopt`.
    package var providerId: String?
    package var isAdopted: Bool
    /// Why it cannot be refunded, if it cannot.
    package var refundRefusal: String?
    /// Whether the provider extends it by itself; nil for an activation.
    package var autoExtend: Bool?
    /// The present obstacle, if any: `waking`, `in doubt`, ...
    package var note: String?

    /// The note for a line whose account is not in the configuration.
    package static let accountMissing = "account missing"
    /// The note for a rental that nobody has asked about since the purchase or the start.
    package static let notKnown = "not known"
}

/// Everything about one line.
package struct LineDetail: Codable, Sendable {
    package var line: LineRecord
    package var duties: [DutyRecord]
    package var messages: [MessageRecord]
    package var actions: [ActionRecord]
    package var events: [EventRecord]
}

/// One entry of the plan.
package struct DutyRecord: Codable, Equatable, Sendable {
    package var due: Timestamp
    package var line: Int64
    /// The name of the line in a sentence.
    package var name: String
    package var what: String
    package var deadline: Timestamp?
    /// The complete reason, with its time, if any, in UTC.
    package var reason: String
    /// The reason without its time, and the time; nil if it has none.
    package var words: String?
    package var reasonTime: Timestamp?
}
