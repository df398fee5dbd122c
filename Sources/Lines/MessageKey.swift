/// What makes a message the same message when it is seen again.
///
/// Providers' own ids are not trusted: one provider repeats an id on different messages, others have
/// none. The identity is line, provider time, sender and text, and which one it is among equals in
/// the provider's list. Where the provider tells no time, the episode (which code was asked for)
/// stands in for it, and a bare code is the same message as a text that carries that code.
///
/// Two keys are one when their bytes are: to Swift an `é` of one scalar and one of two are the same.
package struct MessageKey: Hashable, Sendable {
    package let text: String

    package init(
        line: Line.ID, episode: Int, receivedAt: Instant?, sender: String?, body: String,
        ordinal: Int
    ) {
        let time = receivedAt.map { "t\($0.milliseconds)" } ?? "e\(episode)"
        // Lengths are written down so that no sender or text can imitate another key's fields.
        let sender = sender.map { "\($0.utf8.count):\($0)" } ?? "-"
        text = "\(line)|\(time)|\(sender)|\(ordinal)|\(body)"
    }

    /// A message that was sent by itself, until a look tells it better.
    package init(pushed text: String, at moment: Instant, on line: Line.ID) {
        self.text = Self.pushed(line).lowerBound + "\(moment.milliseconds)|\(text)"
    }

    /// A key that was stored.
    package init(stored text: String) { self.text = text }

    package static func == (left: MessageKey, right: MessageKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    // MARK: Kinds of keys, as ranges of their texts

    /// All of a line that were sent by themselves and not told better since.
    package static func pushed(_ line: Line.ID) -> Range<String> { beginning("\(line)|p") }

    /// All of an episode that were told without a time.
    package static func undated(_ line: Line.ID, episode: Int) -> Range<String> {
        beginning("\(line)|e\(episode)")
    }

    /// What begins with a prefix and the mark after it lies before the next character.
    private static func beginning(_ prefix: String) -> Range<String> {
        "\(prefix)|"..<"\(prefix)}"
    }
}
