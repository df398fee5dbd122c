/// One SMS as a provider delivers it.
package struct ReceivedMessage: Equatable, Sendable {
    package var sender: String?
    package var text: String
    /// The code, if the provider extracted one.
    package var code: String?
    /// When the provider received it; nil if it does not say.
    package var receivedAt: Instant?
    /// How it came.
    package var kind = MessageKind.sms

    package init(
        text: String, sender: String? = nil, code: String? = nil, receivedAt: Instant? = nil
    ) {
        self.text = text.showingNUL
        // A blank sender counts as none, so that another look can supply it.
        self.sender = sender.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0.showingNUL }
        self.code = code?.showingNUL
        self.receivedAt = receivedAt
    }
}
