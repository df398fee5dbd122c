/// The identity of a message: decides whether one seen again is the same.
///
/// Providers' ids are not trusted: one provider repeats an id on different messages, others have
/// none. The identity is line, provider time, sender and text, and the ordinal among equals in the
/// provider's list. If the provider gives no time, the episode (which code was requested) takes its
/// place, and a bare code is the same message as a text that contains it.
///
/// Keys are compared by their bytes: Swift treats an `é` of one scalar and one of two as equal.
package struct MessageKey: Hashable, Sendable {
    package let text: String

    package init(
        line: Line.ID, episode: Int, receivedAt: Instant?, sender: String?, body: String,
        ordinal: Int
    ) {
        let time = receivedAt.map { "t\($0.milliseconds)" } ?? "e\(episode)"
        // Lengths are included so that no sender or text can imitate another key's fields.
        let sender = sender.map { "\($0.utf8.count):\($0)" } ?? "-"
        text = "\(line)|\(time)|\(sender)|\(ordinal)|\(body)"
    }

    /// A pushed message, until a look reports it in full.
    package init(pushed text: String, at moment: Instant, on line: Line.ID) {
        self.text = Self.pushed(line).lowerBound + "\(moment.milliseconds)|\(text)"
    }

    /// A message of a person's own number, by the id under which it was posted: whatever is posted
    /// twice under one id is one message.
    package init(posted id: String, on line: Line.ID) {
        text = "\(line)|i|\(id.showingNUL)"
    }

    /// Another message that was posted under an id that is taken.
    package init(posted id: String, text: String, on line: Line.ID) {
        let id = id.showingNUL
        self.text = "\(line)|o|\(id.utf8.count):\(id)|\(text)"
    }

    /// A key read from the store.
    package init(stored text: String) { self.text = text }

    package static func == (left: MessageKey, right: MessageKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    // MARK: Kinds of keys, as ranges of their texts

    /// All pushed messages of a line that no look has reported since.
    package static func pushed(_ line: Line.ID) -> Range<String> { beginning("\(line)|p") }

    /// All messages of an episode that were reported without a time.
    package static func undated(_ line: Line.ID, episode: Int) -> Range<String> {
        beginning("\(line)|e\(episode)")
    }

    /// Texts that begin with the prefix and `|` sort before the prefix and the next character.
    private static func beginning(_ prefix: String) -> Range<String> {
        "\(prefix)|"..<"\(prefix)}"
    }
}
