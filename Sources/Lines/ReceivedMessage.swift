/// One SMS as a provider hands it over.
package struct ReceivedMessage: Equatable, Sendable {
    package var sender: String?
    package var text: String
    /// The code, where the provider extracted one.
    package var code: String?
    /// When the provider got it; nil where it does not tell.
    package var receivedAt: Instant?

    package init(
        text: String, sender: String? = nil, code: String? = nil, receivedAt: Instant? = nil
    ) {
        self.text = text.showingNUL
        // One that is blank is none: another look may tell it.
        self.sender = sender.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0.showingNUL }
        self.code = code?.showingNUL
        self.receivedAt = receivedAt
    }
}
