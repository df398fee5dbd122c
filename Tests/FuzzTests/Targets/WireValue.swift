import Foundation
import Randomness

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

    /// The value with one thing changed somewhere in it.
    static func changed(_ value: ScriptValue, _ random: inout SeededRandom) -> ScriptValue {
        switch value {
        case .array(var items) where !items.isEmpty && !random.oneIn(4):
            let place = random.roll(items.count)
            switch random.roll(5) {
            case 0: items.remove(at: place)
            case 1:
                items += Array(repeating: items[place], count: random.count(upTo: 300))
            default: items[place] = changed(items[place], &random)
            }
            return .array(items)
        case .table(var fields) where !fields.isEmpty && !random.oneIn(4):
            let name = random.pick(fields.keys.sorted())
            switch random.roll(6) {
            case 0: fields[name] = nil
            case 1: fields[random.pick(names)] = fields[name]
            default: fields[name] = changed(fields[name] ?? .null, &random)
            }
            return .table(fields)
        default: return any(&random, depth: 0)
        }
    }

    static func any(_ random: inout SeededRandom, depth: Int) -> ScriptValue {
        switch random.roll(depth > 4 ? 7 : 10) {
        case 0: return .null
        case 1: return .bool(random.oneIn(2))
        case 2: return .integer(Int64(bitPattern: random.next()) >> Int64(random.roll(64)))
        case 3: return .integer(random.pick([.max, .min, 0, -1, 1, 1 << 53, 3651]))
        case 4:
            return .number(
                random.pick([.nan, .infinity, -0.0, 1e308, 9.3e18, 0.5, -1, .leastNonzeroMagnitude])
            )
        case 5: return .string(random.pick(kinds + names))
        case 6: return .string(random.pick(Hostile.texts + Hostile.times))
        case 7:
            return .array((0..<random.count(upTo: 40)).map { _ in any(&random, depth: depth + 1) })
        case 8:
            var value = any(&random, depth: depth + 1)
            for _ in 0..<random.count(upTo: 60) { value = .array([value]) }
            return value
        default:
            var fields: [String: ScriptValue] = [:]
            for _ in 0..<random.count(upTo: 20) {
                fields[random.pick(names)] = any(&random, depth: depth + 1)
            }
            return .table(fields)
        }
    }
}
