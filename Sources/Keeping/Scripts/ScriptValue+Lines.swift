import Foundation
import Lines
package import Scripting

/// Messages, lines and events as the tables scripts get.
extension ScriptValue {
    init(_ message: Message, on line: Line?) {
        self = .table([
            "id": .integer(message.id), "sender": ScriptValue(message.sender),
            "text": .string(message.text), "code": ScriptValue(message.code),
            "received_at": .string((message.receivedAt ?? message.storedAt).rfc3339),
            "stored_at": .string(message.storedAt.rfc3339), "first": .bool(message.isFirst),
            "route": ScriptValue(message.route),
            "tags": .array(message.tags.map(ScriptValue.string)),
            "line": line.map { ScriptValue($0) } ?? .null,
        ])
    }

    init(_ line: Line) {
        self = .table([
            "id": .integer(line.id), "label": ScriptValue(line.label),
            "number": ScriptValue(line.number), "kind": .string(line.kind.rawValue),
            "account": .string(line.account), "provider": .string(line.provider.rawValue),
            "service": ScriptValue(line.service), "country": ScriptValue(line.country),
            "state": .string(line.shownState),
            "expires_at": ScriptValue(line.expiresAt?.rfc3339),
            "message_count": .integer(Int64(line.messageCount)),
            "tags": .array(line.tags.map(ScriptValue.string)),
        ])
    }

    /// What `on_line` gets.
    init(_ story: LineStory, at now: Instant, on line: Line?) {
        self = .table([
            "kind": .string(story.event), "text": .string(story.text),
            "at": .string(now.rfc3339), "line": line.map { ScriptValue($0) } ?? .null,
        ])
    }

    /// What `on_action` gets.
    init(action: Action.ID, _ story: LineStory, on line: Line?) {
        let parts = story.event.split(separator: "_").map(String.init)
        self = .table([
            "id": .integer(action), "kind": .string(parts.first ?? story.event),
            "state": .string(parts.last ?? ""), "text": .string(story.text),
            "line": line.map { ScriptValue($0) } ?? .null,
        ])
    }

    init(_ text: String?) { self = text.map(ScriptValue.string) ?? .null }

    /// A value from stored JSON; null when it cannot be read.
    init(json: String) {
        let decoded = try? JSONDecoder().decode(ScriptValue.self, from: Data(json.utf8))
        self = decoded ?? .null
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
