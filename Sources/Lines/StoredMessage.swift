/// What is stored of a message, as far as it tells whether one that is shown is the same.
package struct StoredMessage: Equatable, Sendable {
    package var id: Message.ID
    package var sender: String?
    package var text: String
    package var code: String?
    package var receivedAt: Instant?

    package init(
        id: Message.ID, sender: String?, text: String, code: String?, receivedAt: Instant?
    ) {
        self.id = id
        self.sender = sender
        self.text = text
        self.code = code
        self.receivedAt = receivedAt
    }

    /// Whether either tells the other better: a text that was empty or cut, a sender that was missing, a
    /// blank at the end.
    func isPart(of shown: ReceivedMessage) -> Bool {
        guard sender == nil || shown.sender == nil || sender == shown.sender else { return false }
        let (one, other) = (text.withoutTail, shown.text.withoutTail)
        let (shorter, longer) = one.count < other.count ? (one, other) : (other, one)
        guard longer.starts(with: shorter) else { return false }
        // A longer code is another code.
        return shorter.count == longer.count || !shorter.allSatisfy(\.isDigit) || shorter.isEmpty
    }
}

extension String {
    var trimmedTail: String { String(Substring(withoutTail)) }

    /// Its bytes without blanks at the end.
    var withoutTail: Substring.UTF8View {
        let blanks = utf8.reversed().prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return utf8.dropLast(blanks.count)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
