import Accounts
import Foundation
package import Lines
package import Scripting
import Storage

extension EventRecord {
    /// A line's event, with the data for scripts.
    package init(_ event: LineEvent, of line: Line, at now: Instant) {
        let payload = ScriptEventPayload(
            event: event.kind.rawValue, text: event.text, line: line.id)
        self.init(
            at: now, kind: event.kind.rawValue, line: line.id, text: event.text,
            payload: payload.encoded)
    }
}

extension EventRecord {
    /// The event for a stored message.
    package init(_ message: Message, at now: Instant) {
        let sender = message.sender.map { " from \($0)" } ?? ""
        self.init(
            at: now, kind: "message", line: message.line, message: message.id,
            text: "Message \(message.id)\(sender).")
    }

    package init(completed message: Message, at now: Instant) {
        self.init(
            at: now, kind: "completed", line: message.line, message: message.id,
            text: "Message \(message.id) was completed: scripts see it again.")
    }
}

/// The data of an event for `on_line` and `on_action`.
package struct ScriptEventPayload: Codable {
    package var event: String
    package var text: String
    package var line: Line.ID?
    package var action: Action.ID?
    /// The script that decided the action; only that script is told the result.
    package var script: String?
    /// What another script told this one.
    package var emitted: Emitted?

    /// Something that a script tells the others.
    package struct Emitted: Codable {
        package var name: String
        package var data: ScriptValue
        package var from: String
        /// The decisions that led to it, oldest first.
        package var chain: [String]
    }

    package init(event: String, text: String, line: Line.ID? = nil) {
        self.event = event
        self.text = text
        self.line = line
    }

    /// The form stored with the event.
    var encoded: String {
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    package init?(_ payload: String) {
        guard
            let decoded = try? JSONDecoder().decode(
                ScriptEventPayload.self, from: Data(payload.utf8))
        else { return nil }
        self = decoded
    }
}
