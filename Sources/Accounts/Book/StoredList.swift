package import Lines

/// The list of a line's messages as it was when last stored.
package struct StoredList: Sendable {
    private let messages: [ReceivedMessage]
    private let known: Set<MessageKey>
    package let episode: Int

    package init(_ messages: [ReceivedMessage], _ listing: MessageListing) {
        self.messages = messages
        known = Set(listing.entries.map(\.key))
        episode = listing.episode
    }

    package func isOf(_ shown: [ReceivedMessage], episode: Int) -> Bool {
        self.episode == episode && messages == shown
    }

    /// The keys of the stored messages; nil if another code is awaited by now.
    package func keys(in episode: Int) -> Set<MessageKey>? { self.episode == episode ? known : nil }

    /// Whether it contains the messages of a list, which may be partial.
    func covers(_ listed: [ReceivedMessage], in episode: Int) -> Bool {
        guard !listed.isEmpty, episode == self.episode else { return false }
        var left = messages
        return listed.allSatisfy { shown in
            let known = left.firstIndex { whole in
                let isBare = shown.text == shown.code && whole.code == shown.code
                return (isBare || whole.text == shown.text)
                    && (shown.code ?? whole.code) == whole.code
                    && (shown.receivedAt ?? whole.receivedAt) == whole.receivedAt
            }
            if let known { left.remove(at: known) }
            return known != nil
        }
    }
}
