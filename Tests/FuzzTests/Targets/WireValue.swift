import Foundation

@testable import Scripting

/// Values exchanged by manager and worker, generated or mutated.
enum WireValue {
    static let names = [
        "kind", "line", "name", "channel", "text", "title", "tags", "url", "priority", "days",
        "delay", "data", "verb", "filter", "globals", "reason", "unkept", "found", "decisions",
        "changes", "forgotten", "stopped", "handlers", "compile_error", "soft", "memory", "log",
        "source", "now", "routes", "channels", "handler", "arguments", "count", "value",
    ]
    static let kinds = [
        "route", "forward", "tag", "cancel", "refund", "extend", "finish", "resend", "wake", "swap",
        "label", "after", "lines", "messages", "suggest", "date", "on_message", "",
    ]

    /// Parses a corpus entry, which is JSON.
    static func parse(_ text: some Sequence<UInt8>) -> ScriptValue {
        (try? JSONDecoder().decode(ScriptValue.self, from: Data(text))) ?? .null
    }

    /// The value with one random change in it.
    static func changed(_ value: ScriptValue, _ dice: inout Dice) -> ScriptValue {
        switch value {
        case .array(var items) where !items.isEmpty && !dice.oneIn(4):
            let place = dice.roll(items.count)
            switch dice.roll(5) {
            case 0: items.remove(at: place)
            case 1:
                items += Array(repeating: items[place], count: dice.count(upTo: 300))
            default: items[place] = changed(items[place], &dice)
            }
            return .array(items)
        case .table(var fields) where !fields.isEmpty && !dice.oneIn(4):
            let name = dice.pick(fields.keys.sorted())
            switch dice.roll(6) {
            case 0: fields[name] = nil
            case 1: fields[dice.pick(names)] = fields[name]
            default: fields[name] = changed(fields[name] ?? .null, &dice)
            }
            return .table(fields)
        default: return any(&dice, depth: 0)
        }
    }

    static func any(_ dice: inout Dice, depth: Int) -> ScriptValue {
        switch dice.roll(depth > 4 ? 7 : 10) {
        case 0: return .null
        case 1: return .bool(dice.oneIn(2))
        case 2: return .integer(Int64(bitPattern: dice.next()) >> Int64(dice.roll(64)))
        case 3: return .integer(dice.pick([.max, .min, 0, -1, 1, 1 << 53, 3651]))
        case 4:
            return .number(
                dice.pick([.nan, .infinity, -0.0, 1e308, 9.3e18, 0.5, -1, .leastNonzeroMagnitude]))
        case 5: return .string(dice.pick(kinds + names))
        case 6: return .string(dice.pick(Hostile.texts + Hostile.times))
        case 7:
            return .array((0..<dice.count(upTo: 40)).map { _ in any(&dice, depth: depth + 1) })
        case 8:
            var value = any(&dice, depth: depth + 1)
            for _ in 0..<dice.count(upTo: 60) { value = .array([value]) }
            return value
        default:
            var fields: [String: ScriptValue] = [:]
            for _ in 0..<dice.count(upTo: 20) {
                fields[dice.pick(names)] = any(&dice, depth: depth + 1)
            }
            return .table(fields)
        }
    }
}
