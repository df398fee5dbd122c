/// A one-time code that a text holds, how sure that is, and why.
package struct FoundCode: Equatable, Sendable {
    /// As it is typed: digits of every script as ASCII, groups of digits joined.
    package var code: String
    package var confidence: CodeConfidence
    /// In words: `6 digits, 2 words after "code"`.
    package var reason: String
    /// How long the text says it is good.
    package var validFor: Duration?
    /// The domain that the text binds it to.
    package var domain: String?

    package init(
        code: String, confidence: CodeConfidence, reason: String, validFor: Duration? = nil,
        domain: String? = nil
    ) {
        self.code = code
        self.confidence = confidence
        self.reason = reason
        self.validFor = validFor
        self.domain = domain
    }
}

/// How sure it is that a number is the code.
package enum CodeConfidence: String, Codable, Comparable, Sendable {
    /// A guess: shown with a question mark.
    case likely
    /// Sure enough to act on at once.
    case certain

    package static func < (one: CodeConfidence, other: CodeConfidence) -> Bool {
        one == .likely && other == .certain
    }
}
