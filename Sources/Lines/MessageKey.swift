/// What makes a message the same message when it is seen again.
///
/// Providers' own ids are not trusted: one provider repeats an id on different messages, others have
/// none. The identity is line, provider time, sender and text, and which one it is among equals in
/// the provider's list. Where the provider tells no time, the episode (which code was asked for)
/// stands in for it, and a bare code is the same message as a text that carries that code.
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
}
