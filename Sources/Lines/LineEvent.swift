/// Something that happened to a line and may be worth reporting.
package struct LineEvent: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case bought, adopted, listening, asleep, expiring, extended, expired
        case refundClosing = "refund_closing"
        case refunded, cancelled, finished, swapped, resent, lost
        case numberChanged = "number_changed"
        /// A deadline the manager was told to meet was missed.
        case missed
    }

    package var kind: Kind
    /// A sentence for a person.
    package var text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
