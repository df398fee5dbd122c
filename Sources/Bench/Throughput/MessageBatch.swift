import Foundation
import Lines
import Transport

/// Messages as delivered by a provider: each with a code, so that the shipped scripts forward each
/// once, after the two preceding scripts have examined it.
struct MessageBatch: Sendable {
    let messages: [(line: Int, message: ReceivedMessage)]
    let lines: Int

    init(count: Int, lines: Int, now: Instant) {
        self.lines = lines
        messages = (0..<count).map { index in
            let code = String(100_000 + index)
            let message = ReceivedMessage(
                text: "\(code) is your verification code. Do not share it with anyone.",
                sender: "WhatsApp", receivedAt: now - .milliseconds(Int64(count - index)))
            return (index % lines, message)
        }
    }

    /// The same messages in lists per line, at most `size` long, as returned by polls.
    func lists(of size: Int) -> [(line: Int, messages: [ReceivedMessage])] {
        guard size > 1 else { return messages.map { ($0.line, [$0.message]) } }
        return (0..<lines).flatMap { line in
            let own = messages.filter { $0.line == line }.map(\.message)
            return stride(from: 0, to: own.count, by: size).map {
                (line, Array(own[$0..<min($0 + size, own.count)]))
            }
        }
    }
}
