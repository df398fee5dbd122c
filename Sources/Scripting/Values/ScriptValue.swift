/// A value passed between Swift and a script: the types that Lua and JSON have in common.
///
/// A table is either a list or a set of named fields; an empty one is a set without fields, because
/// Lua cannot tell the two apart. Text is always valid Unicode: invalid bytes from a script are
/// repaired if they are only shown, and refused if they would be stored.
package enum ScriptValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([ScriptValue])
    case table([String: ScriptValue])
}

extension ScriptValue {
    /// The field with that name; nil if this is not a table, or the field is missing or null.
    package subscript(name: String) -> ScriptValue? {
        guard case .table(let fields) = self, let value = fields[name], value != .null else {
            return nil
        }
        return value
    }

    package var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    package var flag: Bool? {
        if case .bool(let flag) = self { return flag }
        return nil
    }

    /// A whole number, even if the script has it as `7.0`.
    package var whole: Int64? {
        switch self {
        case .integer(let whole): whole
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    package var real: Double? {
        switch self {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }

    /// The items of a list. An empty table is an empty list too.
    package var items: [ScriptValue]? {
        switch self {
        case .array(let items): items
        case .table(let fields) where fields.isEmpty: []
        default: nil
        }
    }

    /// The named fields. An empty list has none.
    package var fields: [String: ScriptValue]? {
        switch self {
        case .table(let fields): fields
        case .array(let items) where items.isEmpty: [:]
        default: nil
        }
    }

    /// The type, as in a sentence about a wrong value: `a number`.
    package var kindInWords: String {
        switch self {
        case .null: "nil"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .table: "a table"
        }
    }
}

extension ScriptValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral whole: Int64) { self = .integer(whole) }
    package init(floatLiteral number: Double) { self = .number(number) }
    package init(booleanLiteral flag: Bool) { self = .bool(flag) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral items: ScriptValue...) { self = .array(items) }

    package init(dictionaryLiteral fields: (String, ScriptValue)...) {
        self = .table(Dictionary(fields) { $1 })
    }
}
