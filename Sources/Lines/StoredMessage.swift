import Codes

/// The part of a stored message that decides whether a shown one is the same.
package struct StoredMessage: Equatable, Sendable {
    package var id: Message.ID
    package var sender: String?
    package var text: String
    package var code: String?
    /// The code that the provider reported, if it did.
    package var told: String?
    package var receivedAt: Instant?

    package init(
        id: Message.ID, sender: String?, text: String, code: String?, told: String? = nil,
        receivedAt: Instant?
    ) {
        self.id = id
        self.sender = sender
        self.text = text
        self.code = code
        self.told = told
        self.receivedAt = receivedAt
    }

    /// Whether one is a fuller version of the other: an empty or cut text, a bare code, a missing
    /// sender or trailing blanks.
    func isPart(of shown: ReceivedMessage) -> Bool {
        guard sender == nil || shown.sender == nil || sender == shown.sender else { return false }
        let (one, other) = (text.withoutTail, shown.text.withoutTail)
        let (shorter, longer) = one.count < other.count ? (one, other) : (other, one)
        if shorter.isEmpty || shorter.count == longer.count {
            return longer.starts(with: shorter)
        }
        if shorter.count <= Self.longestCode, isBareCode(of: shown) { return true }
        // A longer number is another code, even if it begins with the shorter one.
        guard !shorter.allSatisfy(\.isDigit) else { return longer.holdsNumber(shorter) }
        return longer.starts(with: shorter)
    }

    private static let longestCode = 32

    /// Whether one is nothing but the code that the other contains.
    private func isBareCode(of shown: ReceivedMessage) -> Bool {
        // Reading a text for its code is dear; most texts are more than a code.
        guard text == code || text == told || shown.text.utf8.count <= Self.longestCode,
            let theirs = shown.code ?? CodeFinder.code(in: shown.text)
        else { return false }
        return (text == theirs || shown.text == theirs) && (code == theirs || told == theirs)
    }

    /// Whether two messages with the same time differ only in writing: blanks, capitals, a part
    /// missing before or after, or `…` in its place.
    ///
    /// - Parameter isOfOneSender: false if the sender may have another name.
    func isAlike(_ shown: ReceivedMessage, isOfOneSender: Bool) -> Bool {
        let (one, other) = (text.plainWords, shown.text.plainWords)
        guard isOfOneSender else { return one == other }
        let isOne =
            sender == nil || shown.sender == nil
            || sender?.plainWords == shown.sender?.plainWords
        guard isOne else { return false }
        let (shorter, longer) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        guard !shorter.isEmpty, shorter != longer else { return shorter == longer }
        guard !shorter.utf8.allSatisfy(\.isDigit) else {
            return longer.utf8.holdsNumber(shorter.utf8)
        }
        return longer.utf8.starts(with: shorter.utf8)
            || longer.utf8.reversed().starts(with: shorter.utf8.reversed())
    }
}

extension String {
    var trimmedTail: String { String(Substring(withoutTail)) }

    /// Its bytes without trailing blanks.
    var withoutTail: Substring.UTF8View {
        let blanks = utf8.reversed().prefix(while: \.isBlank)
        return utf8.dropLast(blanks.count)
    }

    /// Its bytes without trailing blanks and an ellipsis for a missing end.
    var withoutEllipsis: Substring.UTF8View {
        let whole = withoutTail
        for mark in ["…", "..."] where whole.reversed().starts(with: mark.utf8.reversed()) {
            return String(Substring(whole.dropLast(mark.utf8.count))).withoutTail
        }
        return whole
    }

    /// Its words in lower case, separated by single blanks, without an ellipsis for a missing end.
    var plainWords: String {
        Substring(withoutEllipsis).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .lowercased()
    }
}

extension Collection<UInt8> {
    /// Whether the digits occur as a whole number, not as part of a longer one.
    fileprivate func holdsNumber(_ digits: some Collection<UInt8>) -> Bool {
        split(whereSeparator: { !$0.isDigit }).contains { $0.elementsEqual(digits) }
            && !allSatisfy(\.isDigit)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
