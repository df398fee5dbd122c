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
    /// Which part of a longer message it is; nil if it is whole.
    package var part: MessagePart?

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

/// The place of a part in a long message whose parts come one by one.
package struct MessagePart: Equatable, Sendable {
    /// What the parts of one message have in common; another message may use it later.
    package var series: String
    /// 1 for the first.
    package var number: Int

    package init(series: String, number: Int) {
        self.series = series
        self.number = number
    }
}
