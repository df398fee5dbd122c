/// A provider's list of messages, each with its key.
package struct MessageListing: Sendable {
    package struct Entry: Sendable {
        package let message: ReceivedMessage
        package let key: MessageKey
    }

    /// Oldest first; those of the same second in the order of the list.
    package let entries: [Entry]
    /// The code request this list answers.
    package let episode: Int

    package init(
        _ received: [ReceivedMessage], on line: Line.ID, episode: Int, at now: Instant
    ) {
        self.episode = episode
        var ordinals: [MessageKey: Int] = [:]
        let ordered = received.enumerated().sorted {
            ($0.element.receivedAt ?? now, $0.offset) < ($1.element.receivedAt ?? now, $1.offset)
        }
        entries = ordered.map { _, message in
            func key(_ ordinal: Int) -> MessageKey {
                MessageKey(
                    line: line, episode: episode, receivedAt: message.receivedAt,
                    sender: message.sender, body: message.text, ordinal: ordinal)
            }
            let first = key(0)
            let ordinal = ordinals[first, default: 0]
            ordinals[first] = ordinal + 1
            return Entry(message: message, key: ordinal == 0 ? first : key(ordinal))
        }
    }
}
