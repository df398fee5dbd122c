import Accounts
import Foundation
package import Lines
import Scripting

/// Messages, lines and events as tables for scripts.
extension ScriptValue {
    package init(_ message: Message, on line: Line?) {
        self = .table([
            "id": .integer(message.id), "sender": ScriptValue(message.sender),
            "kind": .string(message.kind.rawValue),
            "text": .string(message.text), "code": ScriptValue(message.code),
            "code_confidence": ScriptValue(message.oneTimeCode?.confidenceName),
            "code_valid_until": ScriptValue(message.oneTimeCode?.validUntil),
            "code_for": ScriptValue(message.oneTimeCode?.purpose),
            "received_at": ScriptValue(message.receivedAt),
            "stored_at": ScriptValue(message.storedAt), "first": .bool(message.isFirst),
            "completed": .bool(message.completions > 0), "backlog": .bool(message.isBacklog),
            "route": ScriptValue(message.route),
            "tags": .array(message.tags.map(ScriptValue.string)),
            "line": line.map { ScriptValue($0) } ?? .null,
        ])
    }

    package init(_ line: Line) {
        let isHeld = !line.state.isEnded
        self = .table([
            "id": .integer(line.id), "label": ScriptValue(line.label),
            "number": ScriptValue(line.number), "kind": .string(line.kind.rawValue),
            "account": .string(line.account), "provider": .string(line.provider.rawValue),
            "service": ScriptValue(line.service), "country": ScriptValue(line.country),
            "state": .string(line.shownState),
            "expires_at": ScriptValue(line.expiresAt),
            "price": line.price.map { ScriptValue($0) } ?? .null,
            "currency": ScriptValue(line.price?.currency),
            "message_count": .integer(Int64(line.messageCount)),
            "last_message_at": ScriptValue(line.lastMessageAt),
            "purchased_at": ScriptValue(line.purchasedAt),
            "refundable_until": ScriptValue(isHeld ? line.refund.until : nil),
            "cancellable_from": ScriptValue(line.cancellableFrom),
            "listening_until": ScriptValue(line.listensUntil),
            "days": line.days.map { .integer(Int64($0)) } ?? .null,
            "auto_extend": line.kind == .rental ? .bool(line.autoExtend) : .null,
            "tags": .array(line.tags.map(ScriptValue.string)),
        ])
    }

    /// The argument of `on_line`.
    package init(_ eventPayload: ScriptEventPayload, at now: Instant, on line: Line?) {
        self = .table([
            "kind": .string(eventPayload.event), "text": .string(eventPayload.text),
            "at": ScriptValue(now), "line": line.map { ScriptValue($0) } ?? .null,
        ])
    }

    /// The argument of `on_action`.
    package init(_ action: Action, on line: Line?) {
        self = .table([
            "id": .integer(action.id), "kind": .string(action.kind.rawValue),
            "state": .string(action.state.rawValue), "result": ScriptValue(action.result),
            "channel": ScriptValue(action.channel), "handle": ScriptValue(action.handle),
            "status": action.answer.map { .integer(Int64($0.status)) } ?? .null,
            "answer": ScriptValue(action.answer?.text),
            "message": action.message.map(ScriptValue.integer) ?? .null,
            "line": line.map { ScriptValue($0) } ?? .null,
            "attempts": .integer(Int64(action.attempts)),
        ])
    }

    /// Unix seconds, with a fraction.
    package init(_ instant: Instant?) {
        self = instant.map { .number(Double($0.milliseconds) / 1000) } ?? .null
    }

    package init(_ text: String?) { self = text.map(ScriptValue.string) ?? .null }

    /// A value from stored JSON; null if it cannot be read.
    package init(json: String) {
        let decoded = try? JSONDecoder().decode(ScriptValue.self, from: Data(json.utf8))
        self = decoded ?? .null
    }

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

extension Line {
    /// Until when it is switched on as far as is known, which may be over; nil if it is asleep or has
    /// ended.
    fileprivate var listensUntil: Instant? {
        guard state.isHeld else { return nil }
        guard kind == .rental else { return expiresAt }
        return listening.isKnown && listening.isAvailable ? listening.until ?? expiresAt : nil
    }
}
